import type { z } from 'zod'
import type { ExternalAction } from '../http-call/action/external-action.ts'
import type { EffectName } from '../effects/effect.ts'
import type { FieldDefinition, FieldType } from '../values/field-type.ts'
import type { DraftNode, NodeId } from '../graph/journey-document.ts'
import type { Issue, IssueCode } from '../messages/issue.ts'
import type { LocalizedText } from '../messages/locale.ts'
import type { Instruction } from '../plan/plan.ts'

/** A target of a compiled part: an outlet of the node, or another part of the same node. */
export type Target<Outlet extends string> = { outlet: Outlet } | { part: string }

/** Parts of a node in order; an enrollment enters at the first. Part names become step ids and must never change. */
export type Parts<Outlet extends string> = [
  [name: string, instruction: Instruction<Target<Outlet>>],
  ...[name: string, instruction: Instruction<Target<Outlet>>][],
]

/** An output for later nodes: `{{ nodes.<id>.<name> }}`. */
export type ProducedValue = { name: string; type: FieldType }

/**
 * What `check` can read besides the config. A look-up that the caller does not have is null, and is then not checked.
 */
export type CheckEnvironment = {
  fields: readonly FieldDefinition[]
  nodes: readonly DraftNode[]
  /** Nodes from which this one can be reached. */
  before: ReadonlySet<NodeId>
  /** Outputs of the nodes before this one. */
  produced: ReadonlyMap<NodeId, readonly ProducedValue[]>
  /** The nodes among them that may produce further outputs. */
  producesUnknownValues: ReadonlySet<NodeId>
  externalActions: ReadonlyMap<string, ExternalAction> | null
  eventEndpoints: ReadonlyMap<string, KnownEndpoint> | null
}

/** What a check knows about an event endpoint. `fields` is empty until a sample was accepted. */
export type KnownEndpoint = { name: string; fields: readonly { path: string }[]; dedupePath: string | null }

/** An issue without the node id. */
export type Finding = { code: IssueCode; severity?: Issue['severity']; path?: Issue['path']; params?: Issue['params'] }

export type ProducesEnvironment = Pick<CheckEnvironment, 'externalActions'>

export type NodeKind<Kind extends string, Config, Outlet extends string> = {
  kind: Kind
  /** What people call a step of this kind that has no name of its own. */
  title: LocalizedText
  /** Version of `config`; older ones are brought up by `migrations[from]` one step at a time. */
  version: number
  migrations: Record<number, (config: Record<string, unknown>) => Record<string, unknown>>
  config: z.ZodType<Config>
  /** The config of a new node. It may be incomplete, which is an issue and not an error. */
  defaultConfig: Record<string, unknown>
  /** Names of the outlets, that of the main path first. Also called with an incomplete config. */
  outlets: (config: Partial<Config>) => readonly Outlet[]
  /** The effects of its steps. */
  effects?: readonly EffectName[]
  /** Outlets that must be connected before publishing. */
  mustBeWired?: readonly NoInfer<Outlet>[]
  /** Whether leaving by this outlet is certain to have taken time; a loop needs one such node. */
  takesTime?: (config: Config, outlet: NoInfer<Outlet>) => boolean
  produces?: (config: Config, env: ProducesEnvironment) => readonly ProducedValue[]
  /** The node may have outputs beyond `produces`, so a reference to another one is not an error. */
  producesUnknownValues?: boolean
  check?: (config: Config, env: CheckEnvironment) => Finding[]
  compile: (config: Config) => Parts<NoInfer<Outlet>>
}

/**
 * Keeps the literal types of one kind. `NoInfer`, because only `outlets` defines the outlets that `compile` may use.
 */
export function defineNodeKind<const Kind extends string, Config, const Outlet extends string>(
  kind: NodeKind<Kind, Config, Outlet>,
): NodeKind<Kind, Config, Outlet> {
  return kind
}
