import { UnstyledButton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import classes from './canvas.module.css'
import { useEditorState, useEditorView } from '../context/editor-context.tsx'
import type { JourneyFlowEdge } from './flow-adapter.ts'
import { useNodeLabel } from '../context/use-node-label.ts'
import { useNodeNumbers } from '../context/use-journey-numbers.tsx'

export const JourneyEdge = memo(function JourneyEdge(props: EdgeProps<JourneyFlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, markerEnd, data } = props
  const { t } = useTranslation('editor')
  const { openStepMenu } = useEditorView()
  const readOnly = useEditorState((state) => state.readOnly)
  const labelOf = useNodeLabel()
  // Edges of several outlets bend right below the card, so that their "+" buttons form a row. The edge of a single
  // outlet goes straight down and bends at the target, away from cards beside it.
  const drop = plusDrop(targetY - sourceY)
  const [path] = getSmoothStepPath({
    sourceX,
    sourceY,
    sourcePosition,
    targetX,
    targetY,
    targetPosition,
    borderRadius: 10,
    offset: drop,
    ...(targetY > sourceY
      ? { centerY: data?.isOnlyWayOut ? Math.max(sourceY + drop, targetY - 28) : sourceY + drop }
      : {}),
  })
  const edge = data?.edge
  const label = edge ? t('canvas.addOnEdge', { source: labelOf(edge.source), target: labelOf(edge.target) }) : ''
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={24}
        className={classes.edge ?? ''}
        style={selected ? { stroke: 'var(--tj-brand)', strokeWidth: 2 } : {}}
        {...(markerEnd ? { markerEnd } : {})}
      />
      <EdgeLabelRenderer>
        <div
          className={classes.edgeLabel}
          style={{ transform: `translate(-50%, -50%) translate(${sourceX}px, ${sourceY + drop}px)` }}
        >
          {readOnly || !edge ? null : (
            <UnstyledButton
              className={`${classes.plus} nodrag nopan`}
              aria-label={label}
              title={label}
              tabIndex={-1}
              onClick={(event) => {
                const { left, bottom } = event.currentTarget.getBoundingClientRect()
                openStepMenu({ edge }, { x: left, y: bottom + 4 })
              }}
            >
              <IconPlus size={12} stroke={2} />
            </UnstyledButton>
          )}
          {edge ? <EdgeNumber nodeId={edge.source} outlet={edge.outlet} /> : null}
        </div>
      </EdgeLabelRenderer>
    </>
  )
})

function plusDrop(height: number): number {
  return height > 56 || height <= 0 ? 28 : height / 2
}

function EdgeNumber({ nodeId, outlet }: { nodeId: string; outlet: string }) {
  const format = useFormat()
  const people = useNodeNumbers(nodeId)?.left[outlet] ?? 0
  if (people === 0) return null
  return (
    <span key={people} className={classes.edgeNumber}>
      {people < 10_000 ? format.number(people) : format.compact(people)}
    </span>
  )
}
