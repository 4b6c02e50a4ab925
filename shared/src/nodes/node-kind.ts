import type { z } from 'zod'
import type { SignalKind } from '../conditions/condition.ts'
import { type EffectName, effects, type RecordName } from '../effects/effect.ts'
import type { DraftNode, NodeId, Position } from '../graph/journey-document.ts'
import { formatIssuePath, type Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { CheckEnvironment, NodeKind, Parts, ProducedValue, ProducesEnvironment } from './define-node-kind.ts'
import * as registry from './registry.ts'

export type NodeKindName = keyof typeof registry
export type ConfigMap = { [K in NodeKindName]: z.infer<(typeof registry)[K]['config']> }
export type OutletMap = { [K in NodeKindName]: ReturnType<(typeof registry)[K]['outlets']>[number] }

/** A node whose config was checked against its kind. */
export type JourneyNode<K extends NodeKindName = NodeKindName> = {
  [P in K]: { id: NodeId; kind: P; name: string | null; position: Position; config: ConfigMap[P] }
}[K]

// A mapped type instead of `typeof registry`: indexed by a generic kind, it keeps config and outlets of that kind
// together, so that dispatch needs no cast.
const kinds: { [K in NodeKindName]: NodeKind<K, ConfigMap[K], OutletMap[K]> } = registry

export const nodeKindNames = Object.keys(kinds).sort() as NodeKindName[]

export function isNodeKindName(name: string): name is NodeKindName {
  return Object.hasOwn(kinds, name)
}

export function nodeKind<K extends NodeKindName>(name: K): NodeKind<K, ConfigMap[K], OutletMap[K]> {
  return kinds[name]
}

/** The typed node with its config migrated to the newest version, or what is missing or wrong. */
export function parseNode(draft: DraftNode): Result<JourneyNode, Issue[]> {
  if (!isNodeKindName(draft.kind)) {
    return err([
      {
        code: 'node.unknownKind',
        severity: 'error',
        nodeId: draft.id,
        path: ['kind'],
        params: { kind: draft.kind, allowed: nodeKindNames },
      },
    ])
  }
  return parseAs(draft.kind, draft)
}

function parseAs<K extends NodeKindName>(name: K, draft: DraftNode): Result<JourneyNode<K>, Issue[]> {
  const kind = nodeKind(name)
  const parsed = kind.config.safeParse(migrateConfig(kind, draft))
  if (!parsed.success) {
    return err(
      parsed.error.issues.map((issue) => {
        const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
        return {
          code: 'node.incomplete',
          severity: 'error',
          nodeId: draft.id,
          path: ['config', ...path],
          params: { what: formatIssuePath(path) },
        }
      }),
    )
  }
  return ok({
    id: draft.id,
    kind: name,
    name: draft.name ?? null,
    position: draft.position,
    config: parsed.data,
  } as JourneyNode<K>)
}

function migrateConfig(
  kind: Pick<NodeKind<string, unknown, string>, 'version' | 'migrations'>,
  draft: Pick<DraftNode, 'config' | 'configVersion'>,
): Record<string, unknown> {
  let config = draft.config
  for (let version = draft.configVersion ?? 1; version < kind.version; version++) {
    config = kind.migrations[version]?.(config) ?? config
  }
  return config
}

/** The effects of the steps of a kind; none for a kind that this version does not know. */
export function effectsOf(name: string): readonly EffectName[] {
  return isNodeKindName(name) ? (kinds[name].effects ?? []) : []
}

/** Whether something that happens to a step of this kind is such a signal. */
export function sendsSignal(name: string, signal: SignalKind): boolean {
  return effectsOf(name).some((effect) => Object.hasOwn(effects[effect].signals, signal))
}

/** Whether the effects of a kind keep such records. */
export function keepsRecords(name: string, record: RecordName): boolean {
  return effectsOf(name).some((effect) => effects[effect].records.includes(record))
}

export function outletsOf<K extends NodeKindName>(node: JourneyNode<K>): readonly string[] {
  return nodeKind(node.kind).outlets(node.config)
}

/** The outlets of a node as drawn, complete or not. */
export function outletsOfDraft(draft: DraftNode): readonly string[] {
  if (!isNodeKindName(draft.kind)) return []
  const kind = nodeKind(draft.kind)
  return kind.outlets(migrateConfig(kind, draft))
}

export function outletTakesTime<K extends NodeKindName>(node: JourneyNode<K>, outlet: string): boolean {
  const kind = nodeKind(node.kind)
  return kind.outlets(node.config).some((known) => known === outlet && kind.takesTime?.(node.config, known) === true)
}

export function producedValuesOf<K extends NodeKindName>(
  node: JourneyNode<K>,
  env: ProducesEnvironment,
): readonly ProducedValue[] {
  return nodeKind(node.kind).produces?.(node.config, env) ?? []
}

/** Whether a node of this kind may have outputs that are unknown before it ran. */
export function producesUnknownValues(kind: string): boolean {
  return isNodeKindName(kind) && nodeKind(kind).producesUnknownValues === true
}

export function checkNode<K extends NodeKindName>(node: JourneyNode<K>, env: CheckEnvironment): Issue[] {
  const findings = nodeKind(node.kind).check?.(node.config, env) ?? []
  return findings.map(({ code, severity = 'error', path = [], params }) => ({
    code,
    severity,
    nodeId: node.id,
    path: ['config', ...path],
    ...(params ? { params } : {}),
  }))
}

export function compileNode<K extends NodeKindName>(node: JourneyNode<K>): Parts<OutletMap[K]> {
  return nodeKind(node.kind).compile(node.config)
}
