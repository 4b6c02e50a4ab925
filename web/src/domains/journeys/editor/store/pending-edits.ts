import type { Operation } from '@tabiji/shared/drafts/operation.ts'
import type { EditLabel } from './edit-label.ts'

/** An edit that the server does not have yet. */
export type PendingEdit = {
  label: EditLabel
  operations: readonly Operation[]
  inverse: readonly Operation[]
  inFlight?: boolean
}

/**
 * Adds an edit. An edit that replaces the whole value of its predecessor, such as the next key press in a config,
 * replaces that edit, unless it is in flight or removed edges.
 */
export function mergePending(pending: readonly PendingEdit[], edit: PendingEdit): readonly PendingEdit[] {
  const last = pending.at(-1)
  if (!last || last.inFlight || !replaces(last, edit)) return [...pending, edit]
  return [...pending.slice(0, -1), { ...edit, inverse: last.inverse }]
}

function replaces(last: PendingEdit, edit: PendingEdit): boolean {
  const [before, ...moreBefore] = last.operations
  const [after, ...moreAfter] = edit.operations
  if (!before || !after || moreBefore.length > 0 || moreAfter.length > 0) return false
  if (last.inverse.length !== 1 || edit.inverse.length !== 1) return false
  if (before.op === 'setConfig' && after.op === 'setConfig') return before.nodeId === after.nodeId
  if (before.op === 'renameNode' && after.op === 'renameNode') return before.nodeId === after.nodeId
  if (before.op === 'moveNodes' && after.op === 'moveNodes') {
    return Object.keys(before.positions).every((id) => Object.hasOwn(after.positions, id))
  }
  if (before.op === 'setSettings' && after.op === 'setSettings') {
    return Object.keys(before.settings).every((key) => Object.hasOwn(after.settings, key))
  }
  return false
}
