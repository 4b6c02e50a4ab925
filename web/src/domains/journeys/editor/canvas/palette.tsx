import { Tooltip, UnstyledButton } from '@mantine/core'
import type { NodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import { kindTitle } from '@tabiji/shared/nodes/node-name.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { kindsByCategory, nodeView } from '../../../../nodes/node-view.ts'
import { useEditorState } from '../context/editor-context.tsx'
import classes from './palette.module.css'

/** The data type of a dragged node kind, for a drop on the canvas. */
export const kindMimeType = 'application/x-tabiji-node-kind'

export function Palette({ onAdd }: { onAdd: (kind: NodeKindName) => void }) {
  const { t } = useTranslation(['editor', 'nodes'])
  const locale = useLocale()
  const hasEntry = useEditorState((state) => state.document.nodes.some(({ kind }) => kind === 'entry'))
  return (
    <nav className={classes.palette} aria-label={t('editor:palette.title')}>
      <p className={classes.hint}>{t('editor:palette.hint')}</p>
      {kindsByCategory.map(({ category, kinds }) => (
        <div key={category} className={classes.group}>
          <h3 className={classes.category}>{t(`nodes:category.${category}`)}</h3>
          {kinds
            .filter((kind) => kind !== 'entry' || !hasEntry)
            .map((kind) => {
              const { icon: Icon, texts } = nodeView(kind)
              const { description } = texts[locale]
              const title = kindTitle(kind, locale)
              return (
                <Tooltip key={kind} label={description} position="right">
                  <UnstyledButton
                    className={classes.step}
                    draggable
                    aria-label={t('editor:palette.add', { kind: title })}
                    onClick={() => onAdd(kind)}
                    onDragStart={(event) => {
                      event.dataTransfer.setData(kindMimeType, kind)
                      event.dataTransfer.effectAllowed = 'copy'
                    }}
                  >
                    <Icon size={18} stroke={1.5} color={`var(--tj-category-${category})`} aria-hidden="true" />
                    <span>{title}</span>
                  </UnstyledButton>
                </Tooltip>
              )
            })}
        </div>
      ))}
    </nav>
  )
}
