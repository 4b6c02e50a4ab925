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

/** `<nodeId>/<part>`; stable across versions, so that an enrollment keeps its step after a publish. */
export type StepId = string

export type DelayUntil =
  | { kind: 'duration'; duration: Duration }
  | { kind: 'instant'; at: string }
  /** A clock time, `2026-11-22T09:00`, in the step's zone. */
  | { kind: 'clock'; at: string }
  /** With `time`: at that time on the day given by field and offset. */
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

/** The parameters of each effect of a `perform` step. The keys are the closed set of effects. */
export type EffectParams = {
  callExternalAction: {
    externalActionId: string
    tokens: Record<string, TokenMapping>
    /** Outputs of the reply to save as participant fields. */
    save: { output: string; field: string }[]
    /** Checked in order before the error policy of the step. */
    errorRules?: ErrorRule[]
    /** The other system calls back at an address of this call; the enrollment waits for it at the next step. */
    hasCallback?: boolean
    /** The callback arrives as an event of this endpoint; its value at `path` equals the reply's value of `output`. */
    callbackKey?: { endpointId: string; path: string; output: string }
  }
  /** `track` is absent in plans from before tracking existed, and then counts as true. */
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

/**
 * Effects that change only our own rows run inside the transaction that moves the enrollment; the others run outside a
 * transaction.
 */
export const effectsInTransaction = ['openCta', 'closeCta', 'updateField'] as const satisfies readonly EffectName[]
export type InTransactionEffect = (typeof effectsInTransaction)[number]
export type OutsideEffect = Exclude<EffectName, InTransactionEffect>

/**
 * The target of a step. `outlet` names the outlet of the node; it is null while the enrollment stays inside the node.
 */
export type Exit = { stepId: StepId | null; outlet: string | null }

export type PerformStep<Target> = {
  [E in EffectName]: {
    op: 'perform'
    effect: E
    params: EffectParams[E]
    onError: ErrorPolicy
    /**
     * When the effect may start; an enrollment due at another time is deferred at the step. Only for effects outside
     * the transaction.
     */
    sendTimes?: SendTimes | null
    done: Target
    failed: Target | null
    /** The target of an enrollment that continues without the effect; absent when it equals `done`. */
    without?: Target
  }
}[EffectName]

/**
 * The parts of a payload that ended a wait that are kept: as outputs of the node, and some of them as participant
 * fields.
 */
export type KeptPayload = {
  values: { name: string; key: string; type: FieldType }[]
  save: { output: string; field: string }[]
}

/** The five instructions. A sixth one needs a design decision. */
export type Instruction<Target> =
  | { op: 'delay'; until: DelayUntil; zone: ZoneChoice; next: Target }
  | {
      op: 'await'
      condition: Condition
      timeLimit: Duration | null
      met: Target
      timedOut: Target
      /** Only signals of this node count, and only those since the enrollment entered it. */
      ownSignals?: boolean
      keeps?: KeptPayload
    }
  | {
      op: 'branch'
      branches: { id: string; condition: Condition; target: Target }[]
      otherwise: Target
      /** As in `await`. */
      ownSignals?: boolean
    }
  | PerformStep<Target>
  | { op: 'end'; reason: string }

export type Step = Instruction<Exit> & { nodeId: NodeId }

/** One pg-boss job for each step at which enrollments can rest: waits, steps with outside effects, and the entry. */
export type DeclaredJob = { queue: 'advance'; stepId: StepId }

export type PlanNode = {
  kind: string
  name: string | null
  /** The step at which an enrollment enters the node. */
  entry: StepId
  /** The next node of the main path; null at its end. Redirects after a deletion follow it. */
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
  /** External action id -> the version used by this plan. */
  externalActions: Record<string, number>
  /** Signal kinds that some condition reads; the engine does not need the others. */
  listensFor: SignalKind[]
}

export function isInTransaction(effect: EffectName): effect is InTransactionEffect {
  return (effectsInTransaction as readonly EffectName[]).includes(effect)
}

/** Whether an enrollment can be at this step between two transactions. */
export function isResting(step: Step): boolean {
  return step.op === 'delay' || step.op === 'await' || (step.op === 'perform' && !isInTransaction(step.effect))
}

/** Every exit of a step. */
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

/** The payload keys that the steps of a node read: those that they keep of a signal, and those that they test. */
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
