import type { DraftNode, Edge, NodeId } from '../graph/journey-document.ts'
import type { LocalizedText, Locale } from '../messages/locale.ts'
import { isNodeKindName, nodeKind } from './node-kind.ts'

/**
 * What a node is called, as data. A node without a name is called by its kind, and by its place where the journey has more
 * nodes of that kind without a name.
 */
export type NodeName = { kind: string; name: string | null; place: number | null }

/** What of a journey document decides what its nodes are called. */
export type DrawnNodes = {
  nodes: readonly Pick<DraftNode, 'id' | 'kind' | 'name'>[]
  edges: readonly Pick<Edge, 'source' | 'target'>[]
}

/** Places are counted from 1 in the order in which people come by, level by level from the entry. */
export function nodeNames(document: DrawnNodes): ReadonlyMap<NodeId, NodeName> {
  const nodes = inOrder(document)
  const nameless = new Map<string, NodeId[]>()
  for (const { id, kind, name } of nodes) if (!name) nameless.set(kind, [...(nameless.get(kind) ?? []), id])
  return new Map(
    nodes.map(({ id, kind, name }) => {
      const alike = name ? [] : nameless.get(kind)!
      return [id, { kind, name: name ?? null, place: alike.length > 1 ? alike.indexOf(id) + 1 : null }]
    }),
  )
}

/** The nodes that lead nowhere from the entry come last, in the order of the document. */
function inOrder({ nodes, edges }: DrawnNodes): DrawnNodes['nodes'] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const next = new Map<NodeId, NodeId[]>()
  for (const { source, target } of edges) next.set(source, [...(next.get(source) ?? []), target])
  const reached = new Set(nodes.filter(({ kind }) => kind === 'entry').map(({ id }) => id))
  // A set goes on over what is added to it on the way.
  for (const id of reached) for (const target of next.get(id) ?? []) if (byId.has(target)) reached.add(target)
  return [...[...reached].map((id) => byId.get(id)!), ...nodes.filter(({ id }) => !reached.has(id))]
}

const removedNode: LocalizedText = { en: 'Removed step', ja: '削除されたステップ' }

/** The words for a node. A node that is in no document has left nothing but its id, which nobody knows it by. */
export function formatNodeName(name: NodeName | undefined, locale: Locale): string {
  if (!name) return removedNode[locale]
  if (name.name !== null) return name.name
  const title = kindTitle(name.kind, locale)
  return name.place === null ? title : `${title} ${name.place}`
}

export function kindTitle(kind: string, locale: Locale): string {
  return isNodeKindName(kind) ? nodeKind(kind).title[locale] : kind
}
