import type { z } from 'zod'
import type { ExternalAction } from '../http-call/action/external-action.ts'
import type { FieldDefinition, FieldType } from '../values/field-type.ts'
import type { DraftNode, NodeId } from '../graph/journey-document.ts'
import type { Issue, IssueCode } from '../messages/issue.ts'
import type { LocalizedText } from '../messages/locale.ts'
import type { Instruction } from '../plan/plan.ts'

/** A way on from a compiled part: out of the node by an outlet, or to another part of the same node. */
export type Target<Outlet extends string> = { outlet: Outlet } | { part: string }

/** Parts of a node in order; people enter by the first. Part names become step ids and must never change. */
export type Parts<Outlet extends string> = [
  [name: string, instruction: Instruction<Target<Outlet>>],
  ...[name: string, instruction: Instruction<Target<Outlet>>][],
]

/** A value that later nodes can use as `{{ nodes.<id>.<name> }}`. */
export type ProducedValue = { name: string; type: FieldType }

/** What `check` may look at beside the config itself. Look-ups that the caller could not do are null, and then not judged. */
export type CheckEnvironment = {
  fields: readonly FieldDefinition[]
  nodes: readonly DraftNode[]
  /** Nodes from which this one can be reached. */
  before: ReadonlySet<NodeId>
  /** Outputs of the nodes before this one. */
  produced: ReadonlyMap<NodeId, readonly ProducedValue[]>
  /** Those of them that may give more than that. */
  producesUnknownValues: ReadonlySet<NodeId>
  externalActions: ReadonlyMap<string, ExternalAction> | null
  eventEndpoints: ReadonlyMap<string, KnownEndpoint> | null
}

/** What a step may look at in an address that events come to. `fields` is empty until a sample was accepted. */
export type KnownEndpoint = { name: string; fields: readonly { path: string }[]; dedupePath: string | null }

/** An issue before the node id is added. */
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
  /** What the palette drops; may be incomplete, which is then an issue and no error. */
  defaultConfig: Record<string, unknown>
  /** Names of the ways out, the main path's first. Also asked while the config is incomplete. */
  outlets: (config: Partial<Config>) => readonly Outlet[]
  /** Outlets that must be wired before publishing. */
  mustBeWired?: readonly NoInfer<Outlet>[]
  /** Whether leaving by this outlet is sure to have taken time; a loop needs one such node. */
  takesTime?: (config: Config, outlet: NoInfer<Outlet>) => boolean
  produces?: (config: Config, env: ProducesEnvironment) => readonly ProducedValue[]
  /** Outputs beside those that `produces` names are possible, so naming another is no mistake. */
  producesUnknownValues?: boolean
  check?: (config: Config, env: CheckEnvironment) => Finding[]
  compile: (config: Config) => Parts<NoInfer<Outlet>>
}

/** Keeps the literal types of one kind; `outlets` alone decides what `compile` may lead to, hence the `NoInfer`. */
export function defineNodeKind<const Kind extends string, Config, const Outlet extends string>(
  kind: NodeKind<Kind, Config, Outlet>,
): NodeKind<Kind, Config, Outlet> {
  return kind
}
