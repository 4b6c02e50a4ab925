import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { AdvanceEvent } from '@tabiji/shared/engine/advance/advance-event.ts'
import type { ErrorPolicy } from '@tabiji/shared/effects/error-policy.ts'
import type { Plan, StepId } from '@tabiji/shared/plan/plan.ts'
import type { EffectParams, FailureCodeOf, OutsideEffect, ReasonCodeOf } from '@tabiji/shared/effects/effect.ts'
import type { FailureCode, Reason, ReasonCode } from '@tabiji/shared/effects/reason.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Transaction } from '../kernel/db/transaction.ts'
import type { Deps } from '../kernel/deps.ts'
import type { Ids } from '../kernel/ids.ts'
import type { CallLimiter } from '../integrations/limits/call-limiter.ts'
import type { Permit } from '../integrations/limits/permit.ts'
import type { CallLimiters } from '../integrations/limits/call-limiters.ts'
import type { JourneyVersions } from './versions/load-version.ts'

/** One person at a step that does something outside; the lease is ours while `perform` runs. */
export type EffectContext<E extends OutsideEffect> = {
  deps: Deps
  workspaceId: string
  journeyId: string
  /** The version this step execution was entered with, and its plan. */
  versionNumber: number
  plan: Plan
  params: EffectParams[E]
  onError: ErrorPolicy
  enrollmentId: string
  participantId: string
  stepId: StepId
  nodeId: string
  visit: number
  /** From 1. Above 1 either an automatic retry or, when `inDoubt`, the repetition of a try that was cut off. */
  attempt: number
  inDoubt: boolean
  /** What an earlier attempt of this step execution was made with. */
  attemptSnapshot: unknown
  /** Before each connection: whoever calls through one without its permit is deferred. Null where nothing is to be spared. */
  limiters: CallLimiters | null
  /** Of the connection the live version names; null when nothing limits it. */
  permit: Permit | null
  fields: FieldValues
  outputs: Record<string, FieldValues>
}

type Succeeded = Extract<AdvanceEvent, { type: 'effectSucceeded' }>
type Failed = Extract<AdvanceEvent, { type: 'effectFailed' }>

export type Performed<Row = unknown, Code extends string = ReasonCode, Failure extends string = FailureCode> = {
  /** `deferred` keeps the person at the step without counting an attempt: the way is closed for now. */
  event:
    | (Omit<Succeeded, 'reason'> & { reason?: Reason<Code> })
    | (Omit<Failed, 'error'> & { error: Reason<Failure> })
    | { type: 'deferred'; until: Date; reason: string }
  /** Kept for the next automatic retry, which gets it as `attemptSnapshot`. */
  attemptSnapshot?: unknown
  /** What `record` writes. */
  row: Row | null
}

/** An effect gives no reasons but those that it declares. */
export type PerformedBy<E extends OutsideEffect, Row> = Performed<Row, ReasonCodeOf<E>, FailureCodeOf<E>>

export type Effect<E extends OutsideEffect, Row> = {
  /** Under way at once in one process, where that is no question of the network: beside the places that calls share. */
  concurrency?: number
  /** What limits this effect; left out where it goes through no connection. */
  limiterOf?(
    deps: Deps,
    step: { workspaceId: string; plan: Plan; params: EffectParams[E] },
    limiters: CallLimiters,
  ): Promise<CallLimiter | null>
  /**
   * What can be found wrong with a step before it is live, where that takes more than looking at its config. Paths begin at
   * the params, which are named as in the config.
   */
  check?(deps: Pick<Deps, 'code'>, params: EffectParams[E]): Promise<Issue[]>
  /** Rejects only for a bug or a fault of our own, which leaves the person where they are to be tried again. */
  perform(context: EffectContext<E>): Promise<PerformedBy<E, Row>>
  /** Locks that have to be held before those of the people; null where these rows need none, which costs nothing then. */
  lock?(trx: Transaction, rows: readonly Row[]): Promise<void> | null
  /**
   * Writes what comes after for the people who are about to move, whose locks are held. Signals that it records count for how they
   * go on. Null as for `lock`.
   */
  afterMove?(
    trx: Transaction,
    context: { plan: Plan; workspaceId: string; ids: Ids; now: Date; journeyVersions: JourneyVersions },
    advancing: readonly { row: Row; nodeEnteredAt: Date }[],
  ): Promise<void> | null
  /**
   * Writes a micro-batch of rows in the transaction that moves the people. Answers those that are new: a batch is written
   * again when its commit was cut off before the answer came.
   */
  record(trx: Transaction, rows: Row[]): Promise<readonly Row[]>
  /**
   * Adds the new rows up. Called last in that transaction, because counters are shared with every other one. `advancing` are
   * those that move their person: of a worker that was taken for dead, the row of whoever repeats it is the one.
   */
  count?(trx: Transaction, rows: readonly Row[], advancing: ReadonlySet<Row>): Promise<void>
}

/** An effect without its types: the engine only hands rows from `perform` to `record`. */
export type AnyEffect = Effect<OutsideEffect, unknown>

export type CtaToOpen = {
  id: string
  workspaceId: string
  journeyId: string
  nodeId: string
  enrollmentId: string
  participantId: string
  stepId: string
  visit: number
  name: string
  type: string
  reason: string
  priority: EffectParams['openCta']['priority']
  owner: string
  comments: string
  dueAt: Date | null
  at: Date
}

export type CtaToClose = {
  enrollmentId: string
  nodeId: string
  outcome: EffectParams['closeCta']['outcome']
  at: Date
}

/** What the engine's own transaction writes for domains above it: one statement each for a whole batch. */
export type DatabaseEffects = {
  openCtas(trx: Transaction, ctas: readonly CtaToOpen[]): Promise<void>
  closeOpenCtas(trx: Transaction, ctas: readonly CtaToClose[]): Promise<void>
}

declare module '../kernel/deps.ts' {
  interface Deps {
    effectOf: (name: OutsideEffect) => AnyEffect
    databaseEffects: DatabaseEffects
  }
}
