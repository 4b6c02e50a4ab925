import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import {
  IconChevronLeft,
  IconCircleDashed,
  IconPlayerPause,
  IconPlayerStop,
  IconPointFilled,
  IconRocket,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusBadgeProps } from '../../../ui/feedback/status-badge.tsx'
import { useEditor, useEditorState, useEditorView } from './context/editor-context.tsx'
import type { JourneyHead } from './context/journey-head.types.ts'
import { SaveStatus } from './save-status.tsx'
import { StateMenu } from './lifecycle/state-menu.tsx'
import classes from './top-bar.module.css'

const looks: Record<JourneyHead['state'], Pick<StatusBadgeProps, 'icon' | 'tone'>> = {
  draft: { icon: IconCircleDashed, tone: 'neutral' },
  active: { icon: IconPointFilled, tone: 'success' },
  paused: { icon: IconPlayerPause, tone: 'warning' },
  stopped: { icon: IconPlayerStop, tone: 'neutral' },
}

export function TopBar({ head, onPublish }: { head: JourneyHead; onPublish: () => void }) {
  const { t } = useTranslation('editor')
  const { journeyId } = useEditor()
  const { openSettings } = useEditorView()
  const version = head.publishedVersion === null ? '' : ` ${t('version', { version: head.publishedVersion })}`
  const isAhead = useEditorState(({ pending, saved }) => pending.length > 0 || saved.revision !== head.draftRevision)
  const hasNews = head.publishedVersion === null || head.hasUnpublishedChanges || isAhead
  return (
    <header className={classes.bar}>
      <Link to="/journeys" className={classes.back}>
        <IconChevronLeft size={18} stroke={1.5} aria-hidden="true" />
        {t('back')}
      </Link>
      <JourneyName />
      <div className={classes.state}>
        <StatusBadge {...looks[head.state]} label={`${t(`state.${head.state}`)}${version}`} />
        {hasNews && version ? <span className={classes.news}>{t('unpublished')}</span> : null}
        <SaveStatus />
      </div>
      <div className={classes.actions}>
        <Tooltip label={t('participants')}>
          <ActionIcon
            renderRoot={(props) => <Link to="/journeys/$journeyId/participants" params={{ journeyId }} {...props} />}
            aria-label={t('participants')}
          >
            <IconUsers size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('settings')}>
          <ActionIcon aria-label={t('settings')} onClick={openSettings}>
            <IconSettings size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <StateMenu head={head} />
        <Button
          variant={hasNews ? 'filled' : 'default'}
          leftSection={<IconRocket size={16} stroke={1.5} />}
          onClick={onPublish}
        >
          {t('publish')}
        </Button>
      </div>
    </header>
  )
}

function JourneyName() {
  const { t } = useTranslation('editor')
  const { store } = useEditor()
  const name = useEditorState((state) => state.document.name)
  const readOnly = useEditorState((state) => state.readOnly)
  // A name must not be empty, but the input may be empty while typing.
  const [typing, setTyping] = useState<string | null>(null)
  return (
    <TextInput
      variant="unstyled"
      className={classes.name}
      aria-label={t('name')}
      value={typing ?? name}
      maxLength={200}
      readOnly={readOnly}
      onChange={(event) => {
        const next = event.currentTarget.value
        setTyping(next)
        if (next.trim() !== '') store.changeSettings({ name: next.trimStart() })
      }}
      onBlur={() => {
        setTyping(null)
        store.sealHistory()
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}
