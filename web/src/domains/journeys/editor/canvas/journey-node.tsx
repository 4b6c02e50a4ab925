import { UnstyledButton } from '@mantine/core'
import type { DraftNode } from '@tabiji/shared/graph/journey-document.ts'
import { IconPlus } from '@tabler/icons-react'
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { NodeShell } from '../../../../nodes/node-shell.tsx'
import { nodeLabel } from '../../../../nodes/node-label.ts'
import { nodeSummary, outletLabel } from '../../../../nodes/node-view.ts'
import classes from './canvas.module.css'
import { useEditorState, useEditorView, useFindings } from '../context/editor-context.tsx'
import type { JourneyFlowNode } from './flow-adapter.ts'
import { NodeNumbers } from './node-numbers.tsx'
import { outletShare } from '../store/node-size.ts'
import { useNodeLabel } from '../context/use-node-label.ts'

export const JourneyNode = memo(function JourneyNode({ data, selected }: NodeProps<JourneyFlowNode>) {
  const { t } = useTranslation('editor')
  const { node, outlets, openOutlets } = data
  const { byNode } = useFindings()
  const issues = byNode.get(node.id) ?? []
  const worst = issues.some(({ severity }) => severity === 'error') ? 'error' : issues.length > 0 ? 'warning' : null
  const locale = useLocale()
  const label = useEditorState(({ document }) => nodeLabel(document, node.id, locale))
  return (
    <>
      {node.kind === 'entry' ? null : (
        <Handle
          type="target"
          position={Position.Top}
          className={classes.inlet}
          aria-hidden
          title={t('canvas.inlet', { name: label })}
        />
      )}
      <NodeShell
        kind={node.kind}
        label={label}
        summary={<Summary node={node} />}
        outlets={
          outlets.length > 1 ? outlets.map((outlet) => ({ id: outlet, label: outletLabel(node, outlet, locale) })) : []
        }
        selected={selected}
        problem={worst === null ? null : { severity: worst, label: t('canvas.problems', { count: issues.length }) }}
      />
      {outlets.map((outlet, index) => (
        <Handle
          key={outlet}
          id={outlet}
          type="source"
          position={Position.Bottom}
          className={classes.outlet}
          style={{ left: `${outletShare(index, outlets.length) * 100}%` }}
          // Only a pointer can drag. The keyboard and the outline have other ways to connect.
          aria-hidden
          title={t('canvas.outlet', { outlet: outletLabel(node, outlet, locale), name: label })}
        />
      ))}
      {openOutlets.map((outlet) => (
        <OpenOutlet
          key={outlet}
          node={node}
          outlet={outlet}
          share={outletShare(outlets.indexOf(outlet), outlets.length)}
          label={t('canvas.addAfter', { outlet: outletLabel(node, outlet, locale), name: label })}
        />
      ))}
      <NodeNumbers nodeId={node.id} />
    </>
  )
})

/**
 * Separate from the card: a summary may name other nodes and fields, and the card should not render for their changes.
 */
function Summary({ node }: { node: DraftNode }) {
  const { t } = useTranslation('editor')
  const locale = useLocale()
  const fields = useEditorState((state) => state.document.fields)
  const labelOf = useNodeLabel()
  const { externalActions } = useFindings()
  return nodeSummary(node, { locale, fields, externalActions, labelOf }) || <em>{t('canvas.incomplete')}</em>
}

function OpenOutlet({ node, outlet, share, label }: { node: DraftNode; outlet: string; share: number; label: string }) {
  const { openStepMenu } = useEditorView()
  const readOnly = useEditorState((state) => state.readOnly)
  if (readOnly) return null
  return (
    <div className={classes.openOutlet} style={{ left: `${share * 100}%` }}>
      <span className={classes.stem} />
      <UnstyledButton
        className={`${classes.plus} nodrag nopan`}
        aria-label={label}
        title={label}
        tabIndex={-1}
        onClick={(event) => {
          event.stopPropagation()
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          openStepMenu({ source: node.id, outlet }, { x: left, y: bottom + 4 })
        }}
      >
        <IconPlus size={12} stroke={2} />
      </UnstyledButton>
    </div>
  )
}
