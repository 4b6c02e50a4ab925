import type { DraftNode } from '@tabiji/shared/graph/journey-document.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'

// Cards have a fixed size, so that layout, new positions and edges need no measuring. In flow units, on the 4 px grid.
export const nodeWidth = 248
export const nodeHeight = 56
export const outletRowHeight = 28
const outletWidth = 104

export function sizeOf(node: DraftNode): { width: number; height: number } {
  const outlets = outletsOfDraft(node).length
  if (outlets <= 1) return { width: nodeWidth, height: nodeHeight }
  return { width: Math.max(nodeWidth, outlets * outletWidth), height: nodeHeight + outletRowHeight }
}

/** The horizontal position of an outlet, from the left edge of the card, as a share of its width. */
export function outletShare(index: number, count: number): number {
  return (index + 0.5) / count
}
