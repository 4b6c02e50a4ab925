import { leavesOf, type Condition, type SignalKind } from '../conditions/condition.ts'
import type { FieldDefinition, FieldType } from '../values/field-type.ts'
import type { NodeId } from '../graph/journey-document.ts'
import type { Duration } from '../time/duration.ts'
import type { TimeWindow } from '../time/calendar.ts'
import type { SendTimes } from '../time/send-times.ts'
import type { ZoneChoice } from '../time/zone-choice.ts'
import { type EffectName, type EffectParams, isInTransaction } from '../effects/effect.ts'
import type { ErrorPolicy } from '../effects/error-policy.ts'

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
