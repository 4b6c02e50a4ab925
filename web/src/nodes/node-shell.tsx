import { isNodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import { IconAlertCircle, IconAlertTriangle, IconQuestionMark } from '@tabler/icons-react'
import { memo, type ReactNode } from 'react'
import classes from './node-shell.module.css'
import { nodeView } from './node-view.ts'

export type NodeShellProps = {
  kind: string
  label: string
  summary: ReactNode
  /** Labels of the outlets, where there is more than one. */
  outlets: readonly { id: string; label: string }[]
  selected: boolean
  problem: { severity: 'error' | 'warning'; label: string } | null
}

/** The card of a node: icon, name, one line, outlet labels, and a small mark when there is an issue. */
export const NodeShell = memo(function NodeShell({ kind, label, summary, outlets, selected, problem }: NodeShellProps) {
  const view = isNodeKindName(kind) ? nodeView(kind) : null
  const Icon = view?.icon ?? IconQuestionMark
  const Mark = problem?.severity === 'error' ? IconAlertCircle : IconAlertTriangle
  return (
    <div
      className={classes.card}
      data-selected={selected || undefined}
      style={{ '--hue': `var(--tj-category-${view?.category ?? 'flow'})` } as React.CSSProperties}
    >
      <div className={classes.head}>
        <span className={classes.icon}>
          <Icon size={20} stroke={1.5} aria-hidden="true" />
        </span>
        <span className={classes.words}>
          <span className={classes.label}>{label}</span>
          <span className={classes.summary}>{summary}</span>
        </span>
        {problem ? (
          <span className={classes.problem} data-severity={problem.severity} title={problem.label}>
            <Mark size={16} stroke={1.75} aria-label={problem.label} />
          </span>
        ) : null}
      </div>
      {outlets.length > 0 ? (
        <div className={classes.outlets}>
          {outlets.map((outlet) => (
            <span key={outlet.id} className={classes.outlet} title={outlet.label}>
              {outlet.label}
            </span>
          ))}
        </div>
      ) : null}
    </div>
  )
})
