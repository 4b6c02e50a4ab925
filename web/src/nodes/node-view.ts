import type { DraftNode } from '@tabiji/shared/graph/journey-document.ts'
import { isNodeKindName, nodeKindNames, type NodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { NodeCategory } from '../ui/theme/theme.ts'
import type { DraftConfig, NodeView, SummaryContext } from './definition/define-node-view.tsx'
import * as registry from './registry.ts'

// A mapped type instead of `typeof registry`, so that a kind without a view is a compile error here and dispatch needs
// no cast.
const views: { [K in NodeKindName]: NodeView<K> } = registry

export function nodeView<K extends NodeKindName>(kind: K): NodeView<K> {
  return views[kind]
}

const orderOf = (kind: NodeKindName) => views[kind].order ?? 0

/** The order of the palette, from the start of a journey to its end. */
export const categoryOrder: readonly NodeCategory[] = ['time', 'logic', 'api', 'message', 'people', 'data', 'flow']

export const kindsByCategory: readonly { category: NodeCategory; kinds: readonly NodeKindName[] }[] = categoryOrder
  .map((category) => ({
    category,
    kinds: nodeKindNames
      .filter((kind) => views[kind].category === category)
      .toSorted((a, b) => orderOf(a) - orderOf(b)),
  }))
  .filter(({ kinds }) => kinds.length > 0)

/** Whether the node has to do with an event endpoint of the workspace. */
export function usesEndpoint({ kind, config }: Pick<DraftNode, 'kind' | 'config'>): boolean {
  return isNodeKindName(kind) && (nodeView(kind).usesEndpoint?.(config) ?? false)
}

export function outletLabel(node: Pick<DraftNode, 'kind' | 'config'>, outlet: string, locale: Locale): string {
  return isNodeKindName(node.kind) ? outletLabelAs(node.kind, node.config, outlet, locale) : outlet
}

function outletLabelAs<K extends NodeKindName>(
  kind: K,
  config: Record<string, unknown>,
  outlet: string,
  locale: Locale,
): string {
  const outlets: unknown = nodeView(kind).texts[locale].outlets
  if (typeof outlets === 'function') return String(outlets(outlet, config))
  const words = outlets as Record<string, string>
  return Object.hasOwn(words, outlet) ? words[outlet]! : outlet
}

/** The name of a part of a node's config. */
export function partLabel(node: Pick<DraftNode, 'kind'>, part: string, locale: Locale): string {
  const parts = isNodeKindName(node.kind) ? views[node.kind].texts[locale].parts : undefined
  return parts && Object.hasOwn(parts, part) ? parts[part]! : part
}

/** The text for leaving a node of this kind for this reason, where the kind has a more precise one. */
export function nodeReasonText(node: Pick<DraftNode, 'kind'>, code: string, locale: Locale): string | undefined {
  const reasons = isNodeKindName(node.kind) ? views[node.kind].texts[locale].reasons : undefined
  return reasons && Object.hasOwn(reasons, code) ? reasons[code as keyof typeof reasons] : undefined
}

/** Never throws: a config from another source may hold anything, and the card must still render. */
export function nodeSummary(node: Pick<DraftNode, 'kind' | 'config'>, context: SummaryContext): string {
  return isNodeKindName(node.kind) ? summaryAs(node.kind, node.config, context) : ''
}

function summaryAs<K extends NodeKindName>(kind: K, config: Record<string, unknown>, context: SummaryContext): string {
  try {
    return nodeView(kind).summary(config as DraftConfig<K>, context)
  } catch {
    return ''
  }
}
