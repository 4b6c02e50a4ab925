import { isTimeZone } from '../time/calendar.ts'
import type { ExternalAction } from '../http-call/action/external-action.ts'
import type { Issue } from '../messages/issue.ts'
import type { KnownEndpoint, ProducedValue } from '../nodes/define-node-kind.ts'
import {
  checkNode,
  isNodeKindName,
  nodeKind,
  outletsOfDraft,
  parseNode,
  producesUnknownValues,
  producedValuesOf,
  outletTakesTime,
  type JourneyNode,
} from '../nodes/node-kind.ts'
import type { DraftNode, Edge, JourneyDocument, NodeId } from '../graph/journey-document.ts'
import { edgesBySource, findCycle, nodesBefore, reachableFrom } from '../graph/traverse.ts'

export type ValidateEnvironment = {
  /** The workspace's external actions by id; null when the caller does not have them. */
  externalActions: ReadonlyMap<string, ExternalAction> | null
  /** The same for its event endpoints. */
  eventEndpoints?: ReadonlyMap<string, KnownEndpoint> | null
}

/** All faults of a drawn journey. Errors block publishing, warnings do not. */
export function validate(document: JourneyDocument, env: ValidateEnvironment): Issue[] {
  return [...checkSettings(document), ...checkGraph(document), ...checkNodes(document, env)]
}

function checkSettings(document: JourneyDocument): Issue[] {
  const issues: Issue[] = []
  if (!isTimeZone(document.timeZone)) {
    issues.push({
      code: 'journey.timeZoneUnknown',
      severity: 'error',
      path: ['timeZone'],
      params: { timeZone: document.timeZone },
    })
  }
  const keys = new Set<string>()
  for (const [index, field] of document.fields.entries()) {
    if (keys.has(field.key)) {
      issues.push({
        code: 'journey.fieldDuplicate',
        severity: 'error',
        path: ['fields', index, 'key'],
        params: { field: field.key },
      })
    }
    keys.add(field.key)
  }
  for (const [index, key] of document.uniqueBy.entries()) {
    if (keys.has(key)) continue
    issues.push({
      code: 'journey.uniqueByUnknown',
      severity: 'error',
      path: ['uniqueBy', index],
      params: { field: key },
    })
  }
  return issues
}

function checkGraph(document: JourneyDocument): Issue[] {
  const issues: Issue[] = []
  const ids = new Set<NodeId>()
  for (const [index, node] of document.nodes.entries()) {
    if (ids.has(node.id)) {
      issues.push({
        code: 'graph.duplicateNodeId',
        severity: 'error',
        nodeId: node.id,
        path: ['nodes', index, 'id'],
        params: { id: node.id },
      })
    }
    ids.add(node.id)
  }

  const entries = document.nodes.filter((node) => node.kind === 'entry')
  if (entries.length === 0) issues.push({ code: 'graph.noEntry', severity: 'error', path: ['nodes'] })
  for (const entry of entries.slice(1)) {
    issues.push({ code: 'graph.manyEntries', severity: 'error', nodeId: entry.id, params: { count: entries.length } })
  }

  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const taken = new Set<string>()
  for (const [index, edge] of document.edges.entries()) {
    const path = ['edges', index]
    const source = nodes.get(edge.source)
    const target = nodes.get(edge.target)
    if (!source) {
      issues.push({
        code: 'graph.unknownNode',
        severity: 'error',
        path: [...path, 'source'],
        params: { node: edge.source },
      })
    }
    if (!target) {
      issues.push({
        code: 'graph.unknownTarget',
        severity: 'error',
        ...(source ? { nodeId: source.id } : {}),
        path: [...path, 'target'],
        params: { target: edge.target },
      })
    }
    if (source && isNodeKindName(source.kind)) {
      const outlets = outletsOfDraft(source)
      if (!outlets.includes(edge.outlet)) {
        issues.push({
          code: 'graph.unknownOutlet',
          severity: 'error',
          nodeId: source.id,
          path: [...path, 'outlet'],
          params: { node: source.id, outlet: edge.outlet, allowed: outlets },
        })
      }
    }
    if (target?.kind === 'entry') {
      issues.push({
        code: 'graph.edgeIntoEntry',
        severity: 'error',
        nodeId: edge.source,
        path: [...path, 'target'],
        params: { node: edge.source },
      })
    }
    const key = `${edge.source} ${edge.outlet}`
    if (taken.has(key)) {
      issues.push({
        code: 'graph.duplicateEdge',
        severity: 'error',
        nodeId: edge.source,
        path,
        params: { node: edge.source, outlet: edge.outlet },
      })
    }
    taken.add(key)
  }

  const bySource = edgesBySource(document.edges)
  const cycle = findCycle(
    [...ids],
    edgesBySource(document.edges.filter((edge) => !takesTime(nodes.get(edge.source), edge))),
  )
  if (cycle) {
    issues.push({
      code: 'graph.cycleWithoutWait',
      severity: 'error',
      nodeId: cycle[0]!,
      params: { node: cycle[0]!, nodes: cycle.join(' → ') },
    })
  }

  const reachable = entries[0] ? reachableFrom(entries[0].id, bySource) : new Set<NodeId>()
  for (const node of document.nodes) {
    if (entries[0] && !reachable.has(node.id)) {
      issues.push({ code: 'graph.unreachable', severity: 'warning', nodeId: node.id, params: { node: node.id } })
      continue
    }
    if (!isNodeKindName(node.kind)) continue
    const mustBeWired: readonly string[] = nodeKind(node.kind).mustBeWired ?? []
    for (const outlet of outletsOfDraft(node)) {
      if (taken.has(`${node.id} ${outlet}`)) continue
      const params = { node: node.id, outlet }
      issues.push(
        mustBeWired.includes(outlet)
          ? { code: 'graph.unwiredFailed', severity: 'error', nodeId: node.id, params }
          : { code: 'graph.unwiredOutlet', severity: 'warning', nodeId: node.id, params },
      )
    }
  }
  return issues
}

/**
 * Whether leaving by this edge is certain to have taken time at the node, so that a loop through it cannot run
 * endlessly at once.
 */
function takesTime(draft: DraftNode | undefined, edge: Edge): boolean {
  const parsed = draft && parseNode(draft)
  return parsed?.ok === true && outletTakesTime(parsed.value, edge.outlet)
}

function checkNodes(document: JourneyDocument, env: ValidateEnvironment): Issue[] {
  const issues: Issue[] = []
  const parsed = new Map<NodeId, JourneyNode>()
  for (const draft of document.nodes) {
    const result = parseNode(draft)
    if (result.ok) parsed.set(draft.id, result.value)
    else issues.push(...result.error)
  }
  const productions = new Map<NodeId, readonly ProducedValue[]>()
  for (const [id, node] of parsed) productions.set(id, producedValuesOf(node, env))

  for (const [id, node] of parsed) {
    // Computed on demand: for all of 500 nodes it took 57 ms instead of 5, and this runs at every key press.
    let before: Set<NodeId> | undefined
    const nodesBeforeIt = () => (before ??= nodesBefore(id, document.edges))
    let produced: Map<NodeId, readonly ProducedValue[]> | undefined
    issues.push(
      ...checkNode(node, {
        fields: document.fields,
        nodes: document.nodes,
        get before() {
          return nodesBeforeIt()
        },
        get produced() {
          return (produced ??= new Map([...nodesBeforeIt()].map((other) => [other, productions.get(other) ?? []])))
        },
        get producesUnknownValues() {
          return new Set(
            document.nodes.flatMap((other) =>
              producesUnknownValues(other.kind) && nodesBeforeIt().has(other.id) ? other.id : [],
            ),
          )
        },
        externalActions: env.externalActions,
        eventEndpoints: env.eventEndpoints ?? null,
      }),
    )
  }
  return issues
}
