import { isNodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import { IconQuestionMark } from '@tabler/icons-react'
import { nodeView } from '../../../nodes/node-view.ts'
import classes from './participants.module.css'

/** The icon of a node in the colour of its category, as on the canvas. */
export function NodeMark({ kind, size = 16 }: { kind: string | undefined; size?: number }) {
  const view = kind !== undefined && isNodeKindName(kind) ? nodeView(kind) : null
  const Icon = view?.icon ?? IconQuestionMark
  return (
    <span className={classes.mark} style={{ color: `var(--tj-category-${view?.category ?? 'flow'})` }}>
      <Icon size={size} stroke={1.5} aria-hidden="true" />
    </span>
  )
}
