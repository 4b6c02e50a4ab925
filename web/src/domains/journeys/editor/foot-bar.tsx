import { Button, Popover, Switch, Tooltip, UnstyledButton } from '@mantine/core'
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCircleCheck,
  IconLayoutSidebar,
  IconListTree,
  IconSitemap,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isMac } from '../../../lib/is-mac.ts'
import { useEditor, useEditorState, useFindings } from './context/editor-context.tsx'
import { useEditLabelText } from './store/use-edit-label-text.ts'
import classes from './foot-bar.module.css'
import { ProblemsList } from './checks/problems-list.tsx'

export type FootBarProps = {
  numbers: { shown: boolean; onChange: (shown: boolean) => void } | null
  outline: { shown: boolean; onChange: (shown: boolean) => void }
  palette: { shown: boolean; onChange: (shown: boolean) => void }
}

export function FootBar({ numbers, outline, palette }: FootBarProps) {
  const { t } = useTranslation('editor')
  const readOnly = useEditorState((state) => state.readOnly)
  return (
    <footer className={classes.bar}>
      {readOnly ? null : (
        <Tooltip label={t(palette.shown ? 'palette.hide' : 'palette.show')}>
          <UnstyledButton
            className={classes.item}
            aria-label={t(palette.shown ? 'palette.hide' : 'palette.show')}
            onClick={() => palette.onChange(!palette.shown)}
          >
            <IconLayoutSidebar size={16} stroke={1.5} />
          </UnstyledButton>
        </Tooltip>
      )}
      <Problems />
      <History />
      <span className={classes.gap} />
      <UnstyledButton
        className={classes.item}
        aria-pressed={outline.shown}
        onClick={() => outline.onChange(!outline.shown)}
      >
        {outline.shown ? <IconSitemap size={16} stroke={1.5} /> : <IconListTree size={16} stroke={1.5} />}
        {t(outline.shown ? 'canvas.canvas' : 'canvas.outline')}
      </UnstyledButton>
      {numbers ? (
        <Switch
          size="xs"
          className={classes.numbers}
          labelPosition="left"
          label={t('numbers.show')}
          checked={numbers.shown}
          onChange={(event) => numbers.onChange(event.currentTarget.checked)}
        />
      ) : null}
    </footer>
  )
}

function Problems() {
  const { t } = useTranslation('editor')
  const { issues } = useFindings()
  const [opened, setOpened] = useState(false)
  const hasErrors = issues.some(({ severity }) => severity === 'error')
  const Icon = issues.length === 0 ? IconCircleCheck : hasErrors ? IconAlertCircle : IconAlertTriangle
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" width={440} trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.item}
          data-tone={issues.length === 0 ? 'success' : hasErrors ? 'danger' : 'warning'}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <Icon size={16} stroke={1.75} aria-hidden="true" />
          <span aria-live="polite">
            {issues.length === 0 ? t('foot.noProblems') : t('foot.problems', { count: issues.length })}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <ProblemsList onChosen={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function History() {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const say = useEditLabelText()
  const undo = useEditorState((state) => state.undoStack.at(-1)?.label)
  const redo = useEditorState((state) => state.redoStack.at(-1)?.label)
  const keys = isMac() ? ['⌘Z', '⇧⌘Z'] : ['Ctrl Z', 'Ctrl Y']
  return (
    <div className={classes.history}>
      <Tooltip label={keys[0]} disabled={!undo}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          className={classes.undo}
          leftSection={<IconArrowBackUp size={16} stroke={1.5} />}
          disabled={!undo}
          onClick={() => store.undo()}
        >
          {undo ? t('foot.undo', { edit: say(undo) }) : t('foot.nothingToUndo')}
        </Button>
      </Tooltip>
      {redo ? (
        <Tooltip label={`${t('foot.redo', { edit: say(redo) })} (${keys[1]})`}>
          <UnstyledButton
            className={classes.item}
            aria-label={t('foot.redo', { edit: say(redo) })}
            onClick={() => store.redo()}
          >
            <IconArrowForwardUp size={16} stroke={1.5} />
          </UnstyledButton>
        </Tooltip>
      ) : null}
    </div>
  )
}
