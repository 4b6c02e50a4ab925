import type { NodeId } from '@tabiji/shared/graph/journey-document.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { type DrawnNodes, formatNodeName, type NodeName, nodeNames } from '@tabiji/shared/nodes/node-name.ts'

/** Documents are replaced and never changed in place, so the names of one are worked out once for all who ask. */
const namesOf = new WeakMap<DrawnNodes, ReadonlyMap<NodeId, NodeName>>()

/** What people call a node of the document. */
export function nodeLabel(document: DrawnNodes, nodeId: NodeId, locale: Locale): string {
  let names = namesOf.get(document)
  if (!names) {
    names = nodeNames(document)
    namesOf.set(document, names)
  }
  return formatNodeName(names.get(nodeId), locale)
}
