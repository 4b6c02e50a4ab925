import type { FieldDefinition } from '../values/field-type.ts'
import { parseNode } from '../nodes/node-kind.ts'
import { sameData } from '../kernel/same-data.ts'
import type { DraftNode, JourneyDocument, JourneySettings, NodeId } from '../graph/journey-document.ts'

/** Settings of a journey that are one value each. */
export type ComparedSetting = Exclude<keyof JourneySettings, 'fields'>

/** One difference between two documents, as data. The UI turns it into words. */
export type DocumentChange =
  | { change: 'settingChanged'; setting: ComparedSetting; before: unknown; after: unknown }
  | { change: 'fieldAdded' | 'fieldRemoved'; field: FieldDefinition }
  | { change: 'fieldChanged'; before: FieldDefinition; after: FieldDefinition }
  | { change: 'nodeAdded' | 'nodeRemoved'; nodeId: NodeId }
  /** Another kind under the same id. */
  | { change: 'nodeReplaced'; nodeId: NodeId; before: string; after: string }
  | { change: 'nodeRenamed'; nodeId: NodeId; before: string | null; after: string | null }
  /** `path` leads into the config; an entry of a named list is addressed by its name. Undefined means absent. */
  | { change: 'configChanged'; nodeId: NodeId; path: string[]; before: unknown; after: unknown }
  /** Null: the outlet is not connected. */
  | { change: 'edgeRewired'; nodeId: NodeId; outlet: string; before: NodeId | null; after: NodeId | null }

/**
 * The differences between two documents of a journey, in the order in which a person reads the newer one: settings,
 * fields, nodes with their outlets, then removed parts. Positions on the canvas are not compared, and an explicit
 * default equals an absent setting.
 */
export function compareDocuments(before: JourneyDocument, after: JourneyDocument): DocumentChange[] {
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const kept = new Set(after.nodes.map(({ id }) => id))
  return [
    ...settingChanges(before, after),
    ...fieldChanges(before.fields, after.fields),
    ...after.nodes.flatMap((node) => [...nodeChanges(old.get(node.id), node), ...edgeChanges(node.id, before, after)]),
    ...before.nodes.flatMap(({ id }): DocumentChange[] =>
      kept.has(id) ? [] : [{ change: 'nodeRemoved', nodeId: id }],
    ),
  ]
}

const comparedSettings = ['name', 'timeZone', 'uniqueBy', 'reentry'] as const satisfies readonly ComparedSetting[]

function settingChanges(before: JourneyDocument, after: JourneyDocument): DocumentChange[] {
  return comparedSettings
    .filter((setting) => !sameData(before[setting], after[setting]))
    .map((setting) => ({ change: 'settingChanged', setting, before: before[setting], after: after[setting] }))
}

function fieldChanges(before: readonly FieldDefinition[], after: readonly FieldDefinition[]): DocumentChange[] {
  return [
    ...after.flatMap((field): DocumentChange[] => {
      const old = before.find(({ key }) => key === field.key)
      if (!old) return [{ change: 'fieldAdded', field }]
      return sameData(old, field) ? [] : [{ change: 'fieldChanged', before: old, after: field }]
    }),
    ...before
      .filter(({ key }) => !after.some((field) => field.key === key))
      .map((field): DocumentChange => ({ change: 'fieldRemoved', field })),
  ]
}

function nodeChanges(before: DraftNode | undefined, after: DraftNode): DocumentChange[] {
  const nodeId = after.id
  if (!before) return [{ change: 'nodeAdded', nodeId }]
  const renamed: DocumentChange[] =
    before.name === after.name
      ? []
      : [{ change: 'nodeRenamed', nodeId, before: before.name ?? null, after: after.name ?? null }]
  if (before.kind !== after.kind)
    return [{ change: 'nodeReplaced', nodeId, before: before.kind, after: after.kind }, ...renamed]
  return [
    ...renamed,
    ...differences(...configsOf(before, after)).map((difference): DocumentChange => ({
      change: 'configChanged',
      nodeId,
      ...difference,
    })),
  ]
}

/**
 * Both configs in the newest version of their kind with defaults. If one of them cannot be parsed, both stay as drawn:
 * otherwise the defaults of the other would look like changes.
 */
function configsOf(before: DraftNode, after: DraftNode): [Record<string, unknown>, Record<string, unknown>] {
  const [from, to] = [parseNode(before), parseNode(after)]
  return from.ok && to.ok ? [{ ...from.value.config }, { ...to.value.config }] : [before.config, after.config]
}

/** The outlets of a node that still exists. Those of a removed node were removed with it. */
function edgeChanges(nodeId: NodeId, before: JourneyDocument, after: JourneyDocument): DocumentChange[] {
  const targets = ({ edges }: JourneyDocument) =>
    new Map(edges.filter(({ source }) => source === nodeId).map(({ outlet, target }) => [outlet, target]))
  const [old, now] = [targets(before), targets(after)]
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((outlet): DocumentChange[] => {
    const [from, to] = [old.get(outlet) ?? null, now.get(outlet) ?? null]
    return from === to ? [] : [{ change: 'edgeRewired', nodeId, outlet, before: from, after: to }]
  })
}

type Difference = { path: string[]; before: unknown; after: unknown }

/** Compares setting by setting. A condition, a duration or a text counts as one value. */
function differences(before: Record<string, unknown>, after: Record<string, unknown>): Difference[] {
  return keysOf(before, after).flatMap((key) => {
    const [from, to] = [before[key], after[key]]
    if (sameData(from, to)) return []
    const parts = partsOf(from, to)
    // When only the order changed, the list counts as one value.
    const inner = parts ? differences(parts.before, parts.after) : []
    if (inner.length === 0) return [{ path: [key], before: from, after: to }]
    return inner.map(({ path, ...values }) => ({ path: [key, ...path], ...values }))
  })
}

type Parts = { before: Record<string, unknown>; after: Record<string, unknown> }

/** Splits two values into named entries; null when each is a single value. */
function partsOf(before: unknown, after: unknown): Parts | null {
  const [from, to] = [namedThings(before), namedThings(after)]
  return from && to ? { before: from, after: to } : null
}

/** The keys that identify the entries of a list. */
const names = ['id', 'field'] as const

function namedThings(value: unknown): Record<string, unknown> | null {
  if (Array.isArray(value)) {
    const name = names.find((each) => value.every((item) => isObject(item) && typeof item[each] === 'string'))
    if (name === undefined || value.length === 0) return value.length === 0 ? {} : null
    const entries = value.map((item: Record<string, unknown>) => [String(item[name]), item] as const)
    const byName = new Map(entries)
    return byName.size === value.length ? Object.fromEntries(byName) : null
  }
  return isObject(value) && !isOneValue(value) ? value : null
}

/** A condition, a duration, opening hours, a template or a value source is shown as one value. */
function isOneValue(value: Record<string, unknown>): boolean {
  return ['all', 'any', 'not', 'signal', 'operator', 'unit', 'weekdays', 'template', 'from'].some((key) =>
    Object.hasOwn(value, key),
  )
}

function keysOf(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
