import { leavesOf, type Condition, type SignalKind } from '../conditions/condition.ts'
import type { ErrorRule } from './error-rule.ts'
import type { TokenMapping } from '../http-call/request/map-tokens.ts'
import type { FieldDefinition, FieldType, FieldValue } from '../values/field-type.ts'
import type { NodeId } from '../graph/journey-document.ts'
import type { Survey } from '../surveys/survey.ts'
import type { Duration } from '../time/duration.ts'
import type { TimeWindow } from '../time/calendar.ts'
import type { SendTimes } from '../time/send-times.ts'
import type { ZoneChoice } from '../time/zone-choice.ts'
import type { ErrorPolicy } from './error-policy.ts'

/** `<nodeId>/<part>`; stable across versions, which is what lets a person's position survive a publish. */
export type StepId = string

export type DelayUntil =
  | { kind: 'duration'; duration: Duration }
  | { kind: 'instant'; at: string }
  /** A clock time, `2026-11-22T09:00`, by the clocks of the step's zone. */
  | { kind: 'clock'; at: string }
  /** With `time`, at that time of the day that the field and the offset name. */
  | { kind: 'field'; field: string; offset: Duration | null; time?: string | null }
  | { kind: 'window'; window: TimeWindow }

export type TextParams = {
  name: string
  type: string
  reason: string
  priority: CtaPriority
  owner: string
  comments: string
}
export type CtaPriority = 'low' | 'medium' | 'high'

/** Parameters of each effect a `perform` step may ask for; the closed set of effects is the keys. */
export type EffectParams = {
  callExternalAction: {
    externalActionId: string
    tokens: Record<string, TokenMapping>
    /** Outputs of the reply that become participant fields. */
    save: { output: string; field: string }[]
    /** Tried in order before the error policy of the step. */
    errorRules?: ErrorRule[]
    /** The other side calls back at an address of this call; people wait for that at the step behind. */
    hasCallback?: boolean
    /** The callback comes as an event of this endpoint, with the value at `path` that the reply had as `output`. */
    callbackKey?: { endpointId: string; path: string; output: string }
  }
  /** `track` is missing in plans from before there was tracking, and then on. */
  sendEmail: { subject: string; body: string; to: string | null; track?: boolean }
  sendSurvey: {
    survey: Survey
    subject: string
    body: string
    to: string | null
    track: boolean
    /** How long the link stays open. */
    timeLimit: Duration
  }
  runCode: { source: string }
  openCta: TextParams & { dueInDays: number | null }
  closeCta: { node: NodeId; outcome: 'closedSuccess' | 'closedLost' }
  updateField: { assignments: { field: string; value: FieldValue | { template: string } }[] }
}
export type EffectName = keyof EffectParams

/** Effects that touch only our own rows run inside the transaction that moves the person; the others run outside of one. */
export const effectsInTransaction = ['openCta', 'closeCta', 'updateField'] as const satisfies readonly EffectName[]
export type InTransactionEffect = (typeof effectsInTransaction)[number]
export type OutsideEffect = Exclude<EffectName, InTransactionEffect>

/** Where a step leads. `outlet` names the way out of the node and is null while the person stays inside it. */
export type Exit = { stepId: StepId | null; outlet: string | null }

export type PerformStep<Target> = {
  [E in EffectName]: {
    op: 'perform'
    effect: E
    params: EffectParams[E]
    onError: ErrorPolicy
    /** When the effect may begin; whoever is due at another time is deferred at the step. Only for effects outside. */
    sendTimes?: SendTimes | null
    done: Target
    failed: Target | null
    /** Where people go on who are let past without it; left out where that is the same as `done`. */
    without?: Target
  }
}[EffectName]

/** What of the payload that ended a wait stays: as outputs of the node, and some of them as participant fields. */
export type KeptPayload = {
  values: { name: string; key: string; type: FieldType }[]
  save: { output: string; field: string }[]
}

/** The five instructions. A sixth is a decision to write down, not a patch. */
export type Instruction<Target> =
  | { op: 'delay'; until: DelayUntil; zone: ZoneChoice; next: Target }
  | {
      op: 'await'
      condition: Condition
      timeLimit: Duration | null
      met: Target
      timedOut: Target
      /** Only signals of this node count, and of them those since the person came to it. */
      ownSignals?: boolean
      keeps?: KeptPayload
    }
  | {
      op: 'branch'
      branches: { id: string; condition: Condition; target: Target }[]
      otherwise: Target
      /** As of an `await`. */
      ownSignals?: boolean
    }
  | PerformStep<Target>
  | { op: 'end'; reason: string }

export type Step = Instruction<Exit> & { nodeId: NodeId }

/** One pg-boss job per step at which people can stand: where they wait, where something outside is done, and the entry. */
export type DeclaredJob = { queue: 'advance'; stepId: StepId }

export type PlanNode = {
  kind: string
  name: string | null
  /** The step a person enters the node by. */
  entry: StepId
  /** Where the main path goes from here; null at its end. Redirects after a deletion follow it. */
  main: NodeId | null
}

/** The compiled, immutable form of a journey version. */
export type Plan = {
  entry: StepId
  steps: Record<StepId, Step>
  nodes: Record<NodeId, PlanNode>
  jobs: DeclaredJob[]
  timeZone: string
  fields: FieldDefinition[]
  /** External action id -> the version this plan was compiled with. */
  externalActions: Record<string, number>
  /** Signal kinds some condition listens for; the others need not be kept for the engine. */
  listensFor: SignalKind[]
}

export function isInTransaction(effect: EffectName): effect is InTransactionEffect {
  return (effectsInTransaction as readonly EffectName[]).includes(effect)
}

/** Whether people can be found standing at this step between two transactions. */
export function isResting(step: Step): boolean {
  return step.op === 'delay' || step.op === 'await' || (step.op === 'perform' && !isInTransaction(step.effect))
}

/** Every way on from a step. */
export function exitsOf(step: Step): Exit[] {
  switch (step.op) {
    case 'delay':
      return [step.next]
    case 'await':
      return [step.met, step.timedOut]
    case 'branch':
      return [...step.branches.map(({ target }) => target), step.otherwise]
    case 'perform':
      return [step.done, ...(step.failed ? [step.failed] : []), ...(step.without ? [step.without] : [])]
    case 'end':
      return []
  }
}

/** The keys of payloads that the steps of a node look at themselves: what they keep of a signal, and what they judge it by. */
export function payloadKeysOf(plan: Pick<Plan, 'steps'>, nodeId: NodeId): string[] {
  return Object.values(plan.steps)
    .filter((step) => step.nodeId === nodeId)
    .flatMap((step) => {
      if (step.op === 'await') return step.keeps?.values.map(({ key }) => key) ?? []
      if (step.op !== 'branch') return []
      return step.branches.flatMap(({ condition }) =>
        leavesOf(condition).flatMap((test) => ('where' in test ? Object.keys(test.where ?? {}) : [])),
      )
    })
}
