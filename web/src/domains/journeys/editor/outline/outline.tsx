import { ActionIcon, Select, Tooltip, UnstyledButton } from '@mantine/core'
import type { DraftNode, JourneyDocument, NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { isNodeKindName, outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'
import { IconAlertCircle, IconAlertTriangle, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { nodeLabel } from '../../../../nodes/node-label.ts'
import { nodeSummary, nodeView, outletLabel } from '../../../../nodes/node-view.ts'
import { useEditor, useEditorState, useEditorView, useFindings } from '../context/editor-context.tsx'
import { NodeNumbers } from '../canvas/node-numbers.tsx'
import classes from './outline.module.css'
import { readingOrder } from './reading-order.ts'
import { useNodeLabel } from '../context/use-node-label.ts'

/** The journey as a list, for people who cannot or do not want to use the canvas. Every edit is possible here too. */
export function Outline() {
  const { t } = useTranslation('editor')
  const document = useEditorState((state) => state.document)
  return (
    <section className={classes.outline} aria-labelledby="outline-title">
      <h2 id="outline-title" className={classes.title}>
        {t('outline.title')}
      </h2>
      <p className={classes.hint}>{t('outline.hint')}</p>
      <ol className={classes.list}>
        {readingOrder(document).map((id) => {
          const node = document.nodes.find((each) => each.id === id)
          return node ? <Item key={id} node={node} document={document} /> : null
        })}
      </ol>
    </section>
  )
}

function Item({ node, document }: { node: DraftNode; document: JourneyDocument }) {
  const { t } = useTranslation('editor')
  const locale = useLocale()
  const labelOf = useNodeLabel()
  const { store } = useEditor()
  const { openNode, openStepMenu, removeSelection } = useEditorView()
  const { byNode, externalActions } = useFindings()
  const selected = useEditorState((state) => state.selection.nodes.includes(node.id))
  const readOnly = useEditorState((state) => state.readOnly)
  const issues = byNode.get(node.id) ?? []
  const Mark = issues.some(({ severity }) => severity === 'error') ? IconAlertCircle : IconAlertTriangle
  const view = isNodeKindName(node.kind) ? nodeView(node.kind) : null
  const Icon = view?.icon
  const label = nodeLabel(document, node.id, locale)
  const targets = document.nodes.filter(({ kind, id }) => kind !== 'entry' && id !== node.id)
  return (
    <li className={classes.item} data-selected={selected || undefined}>
      <div className={classes.head}>
        {Icon && view ? (
          <Icon size={18} stroke={1.5} color={`var(--tj-category-${view.category})`} aria-hidden="true" />
        ) : null}
        <UnstyledButton
          className={classes.open}
          aria-label={`${label}: ${t('outline.open')}`}
          onClick={() => openNode(node.id)}
        >
          <span className={classes.label}>{label}</span>
          <span className={classes.summary}>
            {nodeSummary(node, { locale, fields: document.fields, externalActions, labelOf }) || t('canvas.incomplete')}
          </span>
        </UnstyledButton>
        {issues.length > 0 ? (
          <Mark
            size={16}
            stroke={1.75}
            color={issues.some(({ severity }) => severity === 'error') ? 'var(--tj-danger)' : 'var(--tj-warning)'}
            aria-label={t('canvas.problems', { count: issues.length })}
          />
        ) : null}
        <span className={classes.numbers}>
          <NodeNumbers nodeId={node.id} />
        </span>
        {readOnly ? null : (
          <Tooltip label={t('panel.delete')}>
            <ActionIcon
              aria-label={`${label}: ${t('panel.delete')}`}
              onClick={() => {
                store.select([node.id])
                removeSelection()
              }}
            >
              <IconTrash size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {outletsOfDraft(node).map((outlet) => {
        const edge = document.edges.find((each) => each.source === node.id && each.outlet === outlet)
        const outletName = outletLabel(node, outlet, locale)
        return (
          <div key={outlet} className={classes.way}>
            <span className={classes.outlet}>{outletName}</span>
            <span aria-hidden="true">→</span>
            <Select
              aria-label={t('outline.change', { outlet: outletName, name: label })}
              className={classes.target}
              size="xs"
              disabled={readOnly}
              data={[
                { value: '', label: t('outline.nowhere') },
                ...targets.map(({ id }) => ({ value: id, label: labelOf(id) })),
              ]}
              value={edge?.target ?? ''}
              onChange={(target) =>
                target ? store.connect(node.id, outlet, target as NodeId) : store.disconnect(node.id, outlet)
              }
            />
            {readOnly ? null : (
              <Tooltip label={t('outline.addAfter')}>
                <ActionIcon
                  aria-label={t('canvas.addAfter', { outlet: outletName, name: label })}
                  onClick={(event) => {
                    const { left, bottom } = event.currentTarget.getBoundingClientRect()
                    openStepMenu(edge ? { edge } : { source: node.id, outlet }, { x: left, y: bottom + 4 })
                  }}
                >
                  <IconPlus size={16} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
        )
      })}
    </li>
  )
}
