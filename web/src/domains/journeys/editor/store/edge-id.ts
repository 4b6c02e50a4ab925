import type { Edge } from '@tabiji/shared/graph/journey-document.ts'

/** An edge is identified by its outlet, because an outlet has at most one edge. Node ids contain no colon. */
export function edgeId({ source, outlet }: Pick<Edge, 'source' | 'outlet'>): string {
  return `${source}:${outlet}`
}

export function outletOfEdgeId(id: string): { source: string; outlet: string } {
  const colon = id.indexOf(':')
  return { source: id.slice(0, colon), outlet: id.slice(colon + 1) }
}
