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

/** One person at a step that does something outside. This worker holds the person's lease while `perform` runs. */
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
  /** Starts at 1. Above 1 it is an automatic retry or, when `inDoubt`, the repetition of an attempt that was cut off. */
  attempt: number
  inDoubt: boolean
  /** What an earlier attempt of this step execution stored for its retries. */
  attemptSnapshot: unknown
  /** The limiters of all connections. A call without a permit of its limiter is deferred. Null where calls are not limited. */
  limiters: CallLimiters | null
  /** The permit of the connection that the live version uses. Null when nothing limits that connection. */
  permit: Permit | null
  fields: FieldValues
  outputs: Record<string, FieldValues>
}

type Succeeded = Extract<AdvanceEvent, { type: 'effectSucceeded' }>
type Failed = Extract<AdvanceEvent, { type: 'effectFailed' }>

export type Performed<Row = unknown, Code extends string = ReasonCode, Failure extends string = FailureCode> = {
  /** `deferred` keeps the person at the step without counting an attempt, because calls are not possible now. */
  event:
    | (Omit<Succeeded, 'reason'> & { reason?: Reason<Code> })
    | (Omit<Failed, 'error'> & { error: Reason<Failure> })
    | { type: 'deferred'; until: Date; reason: string }
  /** Stored for the next automatic retry, which gets it as `attemptSnapshot`. */
  attemptSnapshot?: unknown
  /** What `record` writes. */
  row: Row | null
}

/** An effect returns only reasons that it declares. */
export type PerformedBy<E extends OutsideEffect, Row> = Performed<Row, ReasonCodeOf<E>, FailureCodeOf<E>>

export type Effect<E extends OutsideEffect, Row> = {
  /**
   * How many effects of this kind run at once in one process. For effects without network calls: they do not use the slots that
   * calls share.
   */
  concurrency?: number
  /** Returns the limiter of this effect. Missing where the effect uses no connection. */
  limiterOf?(
    deps: Deps,
    step: { workspaceId: string; plan: Plan; params: EffectParams[E] },
    limiters: CallLimiters,
  ): Promise<CallLimiter | null>
  /**
   * Finds problems of a step before publishing that its config alone does not show. Paths begin at the params, which have the
   * same names as in the config.
   */
  check?(deps: Pick<Deps, 'code'>, params: EffectParams[E], workspaceId: string): Promise<Issue[]>
  /** Rejects only for a bug or a fault of the product. The person then stays at the step and is tried again. */
  perform(context: EffectContext<E>): Promise<PerformedBy<E, Row>>
  /** Takes the locks that must come before the locks of the people. Null where these rows need none, which costs nothing. */
  lock?(trx: Transaction, rows: readonly Row[]): Promise<void> | null
  /**
   * Writes follow-up data for the people who are about to move. Their locks are held. Signals that it records count for how they
   * continue. Null means the same as for `lock`.
   */
  afterMove?(
    trx: Transaction,
    context: { plan: Plan; workspaceId: string; ids: Ids; now: Date; journeyVersions: JourneyVersions },
    advancing: readonly { row: Row; nodeEnteredAt: Date }[],
  ): Promise<void> | null
  /**
   * Writes a micro-batch of rows in the transaction that moves the people. Returns the new rows: a batch is written again when
   * its commit was cut off before the database confirmed it.
   */
  record(trx: Transaction, rows: Row[]): Promise<readonly Row[]>
  /**
   * Adds the new rows to the counters. Called last in that transaction, because all transactions share the counters. `advancing`
   * holds the rows that move their person. When a worker was wrongly taken for dead, only the row of the worker that repeats its
   * effect is in it.
   */
  count?(trx: Transaction, rows: readonly Row[], advancing: ReadonlySet<Row>): Promise<void>
}

/** An effect without its types. The engine only passes rows from `perform` to `record`. */
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

/** Statements that the engine's transaction runs for domains above it: one statement each for a whole batch. */
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
