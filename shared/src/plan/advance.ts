import {
  evaluateCondition,
  nextTimeRelevant,
  type ConditionContext,
  type ConditionTrace,
} from '../condition/evaluate.ts'
import type { Signal, SignalKind } from '../condition/condition.ts'
import { coerceField } from '../field/coerce.ts'
import { fieldValue, type FieldValue, type FieldValues } from '../field/field-type.ts'
import type { NodeId } from '../graph/graph.ts'
import { formatIssue } from '../issue.ts'
import { addDuration } from '../time/duration.ts'
import type { Instant } from '../time/instant.ts'
import { renderLiquid, type LiquidScope } from '../token/liquid.ts'
import { nodeIdOf } from './compile.ts'
import { dueOf, sendTimeOf } from './due-of.ts'
import {
  isInTransaction,
  isResting,
  type EffectParams,
  type ErrorPolicy,
  type Exit,
  type KeptPayload,
  type OutsideEffect,
  type Plan,
  type Step,
  type StepId,
} from './plan.ts'

/**
 * Where somebody who was sent to a new node stood and goes back to when they leave it. Their times are kept, so a wait goes
 * on as if they had never been away; whoever had completed the journey completes it again.
 */
export type Detour = {
  /** The new node. */
  nodeId: NodeId
  /** Null when the journey has no place for them any more. */
  stepId: StepId | null
  enteredAt: Instant
  dueAt: Instant | null
  timeLimitAt: Instant | null
  /** Set when they had ended: the reason they ended with. */
  completed: string | null
}

/** One person's pass through a journey, as far as deciding the next step needs it. */
export type Enrollment = {
  id: string
  status: 'active' | 'completed' | 'dropped' | 'failed'
  reason: string | null
  stepId: StepId
  visit: number
  enteredAt: Instant
  nodeEnteredAt: Instant
  /** When to look again; null waits for a signal alone. */
  dueAt: Instant | null
  /** When the time limit of the conditional wait the person stands in runs out; as entered, unless a publish re-timed it. */
  timeLimitAt: Instant | null
  fields: FieldValues
  outputs: Record<NodeId, FieldValues>
  signals: Signal[]
  detour: Detour | null
}

export type StepError = { code: string; message?: string; [detail: string]: unknown }

export type SkipReason = object & { code: string }

export type AdvanceEvent =
  /**
   * The person's moment has come: a wait is over, a signal arrived, or they have just been put here. With `skips`, everything
   * outside and every CTA on their way to the next wait is left out, for that reason.
   */
  | { type: 'due'; skips?: SkipReason }
  | { type: 'effectSucceeded'; outputs?: FieldValues; fields?: FieldValues; reason?: object }
  /** `retryAt` keeps the person at the step for another attempt; without it `policy` decides, or else the step's own. */
  | { type: 'effectFailed'; error: StepError; retryAt?: Instant | null; policy?: ErrorPolicy | null }
  /** A publish or an operator takes the person away from where they stand; null takes them out of the journey. */
  | { type: 'moved'; to: StepId | null; reason: object & { code: string }; skips?: SkipReason }
  /**
   * A publish sends somebody who is past a new node to it after all, to be worked on at `dueAt`. They come back to where they
   * stand now, unless their path ended just before it: then they go on from there, and `goesOn` says so.
   */
  | { type: 'detoured'; to: StepId; dueAt: Instant; goesOn: boolean; reason: object & { code: string } }
  /** A publish took away the node that somebody was sent to: they go back to where they stood. */
  | { type: 'calledBack'; reason: object & { code: string }; skips?: SkipReason }
  /** An operator has the step begin again, as its next visit and so under a new key. */
  | { type: 'retried' }
  /** An operator lets the person go on along the main path without what the step does. */
  | { type: 'skipped'; reason: object & { code: string } }
  /** An operator takes the person out of the journey. */
  | { type: 'dropped'; reason: object & { code: string } }

export type StepRecord = {
  stepId: StepId
  nodeId: NodeId
  visit: number
  enteredAt: Instant
  nodeEnteredAt: Instant
  leftAt: Instant
  outlet: string | null
  outcome: 'left' | 'continued' | 'ended' | 'dropped' | 'failed' | 'moved'
  reason: object | null
}

export type Command =
  | { type: 'recordStep'; step: StepRecord }
  /** Adds `by`, or one. */
  | { type: 'count'; nodeId: NodeId; metric: string; by?: number }
  | { type: 'setFields'; fields: FieldValues }
  | { type: 'recordSignal'; signal: Signal }
  | { type: 'openCta'; nodeId: NodeId; stepId: StepId; visit: number; cta: RenderedCta }
  | { type: 'closeCta'; nodeId: NodeId; outcome: 'closedSuccess' | 'closedLost' }
  /** Do this outside of any transaction and come back with effectSucceeded or effectFailed. */
  | { type: 'perform'; effect: OutsideEffect }

export type RenderedCta = Omit<EffectParams['openCta'], 'dueInDays'> & { dueAt: Instant | null }

export type Advanced = { enrollment: Enrollment; commands: Command[] }

/**
 * More steps than this without a rest is a loop without a wait. Publishing refuses those, so this only holds what an
 * unforeseen one would otherwise spin on.
 */
export const maxStepsWithoutRest = 200

/**
 * Moves one person as far as they get at `now` without leaving this machine: through every branch, field update and elapsed
 * wait, until they wait, end, or need something done outside. Pure: same arguments, same result.
 */
export function advance(plan: Plan, enrollment: Enrollment, event: AdvanceEvent, now: Instant): Advanced {
  const skips = ('skips' in event && event.skips) || null
  const run: Run = { plan, now, commands: [], changedFields: {}, enrollment: { ...enrollment }, skips, skippedIn: null }
  if (enrollment.status === 'failed') unpark(run)
  let next = begin(run, event)
  for (let hops = 0; next; hops++) {
    if (next.stepId === null) {
      finish(run, 'completed', next.reason ?? 'endOfPath')
      break
    }
    const step = enter(run, next.stepId, next.inside ?? false)
    if (hops === maxStepsWithoutRest) {
      park(run, { code: 'loopWithoutWait', steps: maxStepsWithoutRest })
      break
    }
    next = next.back ? comeBack(run, step, next.back) : arrive(run, step)
  }
  if (Object.keys(run.changedFields).length > 0) run.commands.push({ type: 'setFields', fields: run.changedFields })
  return { enrollment: run.enrollment, commands: run.commands }
}

type Run = {
  plan: Plan
  now: Instant
  commands: Command[]
  changedFields: FieldValues
  enrollment: Enrollment
  skips: SkipReason | null
  /** The node whose effect was left out: an answer to it can no longer come. */
  skippedIn: NodeId | null
}

/** Where to go on, `inside` the same node or not, or `back` from a detour; undefined while the person stays. */
type Next = { stepId: StepId | null; inside?: boolean; back?: Detour; reason?: string } | undefined

function begin(run: Run, event: AdvanceEvent): Next {
  switch (event.type) {
    case 'moved':
      run.enrollment.detour = null
      recordMoved(run, event.reason)
      return { stepId: event.to, reason: event.reason.code }
    case 'detoured':
      return sendTo(run, event)
    case 'calledBack':
      recordMoved(run, event.reason)
      return backFrom(run)
    default:
      return handle(run, stepOf(run.plan, run.enrollment.stepId), event)
  }
}

type HandledHere = Exclude<AdvanceEvent, { type: 'moved' | 'detoured' | 'calledBack' }>

function handle(run: Run, step: Step, event: HandledHere): Next {
  switch (event.type) {
    case 'due':
      return onDue(run, step)
    case 'effectSucceeded': {
      if (step.op !== 'perform') throw new Error(`an effect came back at ${run.enrollment.stepId}, which performs none`)
      if (event.outputs) {
        run.enrollment.outputs = { ...run.enrollment.outputs, [step.nodeId]: event.outputs }
      }
      if (event.fields) setFields(run, event.fields)
      if (step.effect === 'callExternalAction') {
        signal(run, 'calloutSucceeded', step.nodeId, calloutPayload('succeeded', event.reason))
      }
      return leave(run, step, step.done, event.reason ?? null)
    }
    case 'effectFailed':
      return onEffectFailed(run, step, event)
    case 'retried':
      run.enrollment.visit += 1
      // Nobody looks for people at a step where they never rest.
      if (!isResting(step)) return arrive(run, step)
      run.enrollment.dueAt = sendTimeOf(run.plan, step, run.enrollment.fields, run.now)
      return undefined
    case 'skipped': {
      const exit = mainExit(step)
      return exit ? leave(run, step, exit, event.reason) : arrive(run, step)
    }
    case 'dropped':
      drop(run, step, event.reason)
      return undefined
  }
}

/** Where the main path leads on; an end leads nowhere. */
function mainExit(step: Step): Exit | null {
  switch (step.op) {
    case 'delay':
      return step.next
    case 'await':
      return step.met
    case 'branch':
      return step.otherwise
    case 'perform':
      return step.without ?? step.done
    case 'end':
      return null
  }
}

/** Whoever is parked counts as failed for as long as they are. */
function unpark(run: Run): void {
  run.commands.push({ type: 'count', nodeId: nodeIdOf(run.enrollment.stepId), metric: 'failed', by: -1 })
  run.enrollment.status = 'active'
  run.enrollment.reason = null
}

function onDue(run: Run, step: Step): Next {
  const { enrollment, now } = run
  switch (step.op) {
    case 'delay':
      if (enrollment.dueAt !== null && enrollment.dueAt > now) return undefined
      return leave(run, step, step.next, { code: 'waited' })
    case 'await':
      return checkAwait(run, step)
    case 'perform':
      if (isSkipped(run, step)) return skip(run, step)
      if (isInTransaction(step.effect)) return performInside(run, step)
      if (holdUntilSendTime(run, step, now)) return undefined
      run.commands.push({ type: 'perform', effect: step.effect as OutsideEffect })
      return undefined
    default:
      // Nobody rests at a branch or an end; somebody moved there by an operator or a publish is run on from it.
      return arrive(run, step)
  }
}

/** The step the person leaves may be gone from the plan, so only its id is used. */
function recordMoved(run: Run, reason: object): void {
  const { stepId, visit, enteredAt, nodeEnteredAt } = run.enrollment
  const nodeId = nodeIdOf(stepId)
  const moved = { stepId, nodeId, visit, enteredAt, nodeEnteredAt, leftAt: run.now, outlet: null, reason }
  run.commands.push(
    { type: 'recordStep', step: { ...moved, outcome: 'moved' } },
    { type: 'count', nodeId, metric: 'moved' },
  )
}

function sendTo(run: Run, { to, dueAt, goesOn, reason }: Extract<AdvanceEvent, { type: 'detoured' }>): Next {
  const { enrollment } = run
  const isCompleted = enrollment.status === 'completed'
  const detour: Detour = {
    nodeId: stepOf(run.plan, to).nodeId,
    stepId: enrollment.stepId,
    enteredAt: enrollment.enteredAt,
    dueAt: enrollment.dueAt,
    timeLimitAt: enrollment.timeLimitAt,
    completed: isCompleted ? (enrollment.reason ?? 'endOfPath') : null,
  }
  if (!isCompleted) recordMoved(run, reason)
  enrollment.status = 'active'
  enrollment.reason = null
  enrollment.detour = goesOn ? null : detour
  const step = enter(run, to, false)
  if (!isResting(step)) return arrive(run, step)
  enrollment.dueAt = dueAt
  return undefined
}

function backFrom(run: Run): Next {
  const { enrollment } = run
  const detour = enrollment.detour!
  enrollment.detour = null
  if (detour.completed !== null) {
    if (detour.stepId !== null) enrollment.stepId = detour.stepId
    finish(run, 'completed', detour.completed)
    return undefined
  }
  return detour.stepId === null ? { stepId: null, reason: 'nodeRemovedExit' } : { stepId: detour.stepId, back: detour }
}

/** Goes on where the person stood before their detour, by the times they had. */
function comeBack(run: Run, step: Step, detour: Detour): Next {
  const { enrollment, now } = run
  if (step.op === 'branch' || step.op === 'end' || (step.op === 'perform' && isInTransaction(step.effect))) {
    return arrive(run, step)
  }
  enrollment.enteredAt = detour.enteredAt
  enrollment.timeLimitAt = detour.timeLimitAt
  if (step.op === 'perform') return isSkipped(run, step) ? skip(run, step) : undefined
  enrollment.dueAt = detour.dueAt
  if (step.op === 'await') return checkAwait(run, step)
  return detour.dueAt !== null && detour.dueAt > now ? undefined : leave(run, step, step.next, { code: 'waited' })
}

function enter(run: Run, stepId: StepId, inside: boolean): Step {
  const { enrollment, now } = run
  const step = stepOf(run.plan, stepId)
  enrollment.stepId = stepId
  enrollment.visit += 1
  enrollment.enteredAt = now
  if (!inside) {
    enrollment.nodeEnteredAt = now
    run.commands.push({ type: 'count', nodeId: step.nodeId, metric: 'entered' })
  }
  enrollment.dueAt = now
  enrollment.timeLimitAt = null
  return step
}

function arrive(run: Run, step: Step): Next {
  const { enrollment, now } = run
  switch (step.op) {
    case 'delay': {
      const due = dueOf(run.plan, step, enrollment)
      if (due === null) {
        return leave(run, step, step.next, {
          code: 'dateMissing',
          field: step.until.kind === 'field' ? step.until.field : '',
        })
      }
      enrollment.dueAt = due
      return due > now ? undefined : leave(run, step, step.next, { code: 'alreadyPast' })
    }
    case 'await':
      if (run.skips && run.skippedIn === step.nodeId) return leave(run, step, step.timedOut, run.skips)
      enrollment.timeLimitAt =
        step.timeLimit === null ? null : addDuration(enrollment.enteredAt, step.timeLimit, run.plan.timeZone)
      return checkAwait(run, step)
    case 'branch': {
      const tried: { branch: string; trace: ConditionTrace }[] = []
      const context = { ...conditionContext(run), signals: signalsFor(run, step) }
      for (const branch of step.branches) {
        const { met, trace } = evaluateCondition(branch.condition, context)
        tried.push({ branch: branch.id, trace })
        if (met) return leave(run, step, branch.target, { code: 'matched', branch: branch.id, tried })
      }
      return leave(run, step, step.otherwise, { code: 'noneMatched', tried })
    }
    case 'perform':
      if (isSkipped(run, step)) return skip(run, step)
      if (isInTransaction(step.effect)) return performInside(run, step)
      holdUntilSendTime(run, step, now)
      return undefined
    case 'end':
      leave(run, step, { stepId: null, outlet: step.reason }, { code: 'ended', reason: step.reason }, 'ended')
      return { stepId: null, reason: step.reason }
  }
}

/** Nothing goes out at an hour that the step does not allow: the person is due when it next may. */
function holdUntilSendTime(run: Run, step: Step, instant: Instant): boolean {
  const due = sendTimeOf(run.plan, step, run.enrollment.fields, instant)
  run.enrollment.dueAt = due
  return due > run.now
}

/**
 * Met wins over the time limit when both fall on the same instant. However late we come to look, the answer is the one we
 * would have got in time: every moment since we should have looked at which it could have changed is looked at in its
 * order, each with the signals there were by then, and nothing from after the limit counts.
 */
function checkAwait(run: Run, step: Extract<Step, { op: 'await' }>): Next {
  const { enrollment, now } = run
  const limit = enrollment.timeLimitAt
  const ours = signalsFor(run, step)
  const end = limit === null ? now : Math.min(now, limit)
  for (let at = Math.min(enrollment.dueAt ?? now, end); ;) {
    const signals = ours.filter((signal) => signal.at <= at)
    const context = { ...conditionContext(run), signals, now: at }
    const { met, trace } = evaluateCondition(step.condition, context)
    if (met) {
      if (step.keeps) keepPayload(run, step, step.keeps, context)
      return leave(run, step, step.met, { code: 'met', trace })
    }
    const byTime = nextTimeRelevant(step.condition, context)
    const bySignal = ours.reduce((first, signal) => (signal.at > at && signal.at < first ? signal.at : first), Infinity)
    const next = Math.min(byTime ?? Infinity, bySignal, at < end ? end : Infinity)
    if (next <= end) {
      at = next
      continue
    }
    if (limit !== null && limit <= now) return leave(run, step, step.timedOut, { code: 'timedOut', trace })
    enrollment.dueAt = limit === null || (byTime !== null && byTime < limit) ? byTime : limit
    return undefined
  }
}

function signalsFor({ enrollment }: Run, step: Extract<Step, { op: 'await' | 'branch' }>): readonly Signal[] {
  if (!step.ownSignals) return enrollment.signals
  const { nodeEnteredAt } = enrollment
  return enrollment.signals.filter(({ nodeId, at }) => nodeId === step.nodeId && at >= nodeEnteredAt)
}

/** The values come from outside: one that is none of its type is absent, as if it had not been sent. */
function keepPayload(
  run: Run,
  { nodeId, condition }: Extract<Step, { op: 'await' }>,
  { values, save }: KeptPayload,
  context: ConditionContext,
): void {
  const decisive = context.signals.find((signal) => evaluateCondition(condition, { ...context, signals: [signal] }).met)
  const kept: FieldValues = {}
  for (const { name, key, type } of values) {
    const coerced = coerceField(fieldValue(decisive?.payload ?? {}, key), { key: name, type })
    kept[name] = coerced.ok ? coerced.value : null
  }
  const { enrollment, plan } = run
  enrollment.outputs = { ...enrollment.outputs, [nodeId]: { ...enrollment.outputs[nodeId], ...kept } }
  const changed: FieldValues = {}
  for (const { output, field } of save) {
    const definition = plan.fields.find((candidate) => candidate.key === field)
    const coerced = definition && coerceField(kept[output] ?? null, definition)
    if (coerced?.ok && coerced.value !== null) changed[field] = coerced.value
  }
  if (Object.keys(changed).length > 0) setFields(run, changed)
}

/** Closing a CTA and writing a field reach nobody, so they happen all the same. */
function isSkipped(run: Run, { effect }: Extract<Step, { op: 'perform' }>): boolean {
  return run.skips !== null && effect !== 'updateField' && effect !== 'closeCta'
}

function skip(run: Run, step: Extract<Step, { op: 'perform' }>): Next {
  run.skippedIn = step.nodeId
  return leave(run, step, step.without ?? step.done, run.skips)
}

function performInside(run: Run, step: Extract<Step, { op: 'perform' }>): Next {
  const { enrollment, now } = run
  switch (step.effect) {
    case 'updateField': {
      const changed: FieldValues = {}
      for (const { field, value } of step.params.assignments) {
        const definition = run.plan.fields.find((candidate) => candidate.key === field)
        if (!definition) return fail(run, step, { code: 'fieldUnknown', field })
        const raw = isTemplate(value) ? renderText(run, value.template) : { ok: true as const, value }
        if (!raw.ok) return fail(run, step, { code: 'textFailed', field, message: raw.message })
        const coerced = coerceField(raw.value, definition)
        if (!coerced.ok) return fail(run, step, { code: 'valueInvalid', field, issue: coerced.error })
        changed[field] = coerced.value
      }
      setFields(run, changed)
      return leave(run, step, step.done, { code: 'updated', fields: Object.keys(changed) })
    }
    case 'openCta': {
      const { name, type, reason, priority, owner, comments, dueInDays } = step.params
      const texts: Record<string, string> = {}
      for (const [key, source] of Object.entries({ name, reason, owner, comments })) {
        const text = renderText(run, source)
        if (!text.ok) return fail(run, step, { code: 'textFailed', field: key, message: text.message })
        texts[key] = text.value
      }
      run.commands.push({
        type: 'openCta',
        nodeId: step.nodeId,
        stepId: enrollment.stepId,
        visit: enrollment.visit,
        cta: {
          name: texts.name!,
          type,
          reason: texts.reason!,
          priority,
          owner: texts.owner!,
          comments: texts.comments!,
          dueAt: dueInDays === null ? null : addDuration(now, { amount: dueInDays, unit: 'days' }, run.plan.timeZone),
        },
      })
      signal(run, 'ctaOpened', step.nodeId)
      return leave(run, step, step.done, { code: 'ctaOpened' })
    }
    case 'closeCta': {
      const { node, outcome } = step.params
      run.commands.push({ type: 'closeCta', nodeId: node, outcome })
      signal(run, outcome === 'closedSuccess' ? 'ctaClosedSuccess' : 'ctaClosedLost', node)
      return leave(run, step, step.done, { code: 'ctaClosed', outcome })
    }
    default:
      throw new Error(`${step.effect} does not run inside the transaction`)
  }
}

function onEffectFailed(
  run: Run,
  step: Step,
  { error, retryAt = null, policy }: Extract<AdvanceEvent, { type: 'effectFailed' }>,
): Next {
  if (step.op !== 'perform') throw new Error(`an effect came back at ${run.enrollment.stepId}, which performs none`)
  if (retryAt !== null) {
    holdUntilSendTime(run, step, retryAt)
    return undefined
  }
  if (step.effect === 'callExternalAction') {
    signal(run, 'calloutFailed', step.nodeId, calloutPayload(error.code, error))
  }
  return fail(run, step, error, policy ?? step.onError)
}

function fail(
  run: Run,
  step: Extract<Step, { op: 'perform' }>,
  error: StepError,
  policy: ErrorPolicy = step.onError,
): Next {
  switch (policy) {
    case 'continue':
      return leave(run, step, step.without ?? step.done, { ...error, policy: 'continue' })
    case 'outlet':
      if (step.failed) return leave(run, step, step.failed, { ...error, policy: 'outlet' })
      return park(run, error)
    case 'park':
      return park(run, error)
    case 'drop':
      drop(run, step, { ...error, policy: 'drop' })
      return undefined
  }
}

function drop(run: Run, step: Step, reason: StepError): void {
  record(run, step, null, 'dropped', reason)
  run.commands.push({ type: 'count', nodeId: step.nodeId, metric: 'dropped' })
  finish(run, 'dropped', reason.code)
}

/** The person stays where they are, out of the engine's reach until an operator decides. */
function park(run: Run, error: StepError): undefined {
  const step = stepOf(run.plan, run.enrollment.stepId)
  record(run, step, null, 'failed', { ...error, policy: 'park' })
  run.commands.push({ type: 'count', nodeId: step.nodeId, metric: 'failed' })
  run.enrollment.status = 'failed'
  run.enrollment.reason = error.code
  run.enrollment.dueAt = null
  return undefined
}

function leave(run: Run, step: Step, exit: Exit, reason: object | null, outcome: 'left' | 'ended' = 'left'): Next {
  record(run, step, exit.outlet, exit.outlet === null ? 'continued' : outcome, reason)
  if (exit.outlet === null) return { stepId: exit.stepId, inside: true }
  run.commands.push({ type: 'count', nodeId: step.nodeId, metric: `left:${exit.outlet}` })
  if (run.enrollment.detour?.nodeId === step.nodeId) return backFrom(run)
  return { stepId: exit.stepId }
}

function record(
  run: Run,
  step: Step,
  outlet: string | null,
  outcome: StepRecord['outcome'],
  reason: object | null,
): void {
  const { stepId, visit, enteredAt, nodeEnteredAt } = run.enrollment
  run.commands.push({
    type: 'recordStep',
    step: { stepId, nodeId: step.nodeId, visit, enteredAt, nodeEnteredAt, leftAt: run.now, outlet, outcome, reason },
  })
}

function finish(run: Run, status: 'completed' | 'dropped', reason: string): void {
  run.enrollment.status = status
  run.enrollment.reason = reason
  run.enrollment.dueAt = null
  run.enrollment.detour = null
}

function signal(run: Run, kind: SignalKind, nodeId: NodeId, payload?: Signal['payload']): void {
  if (!run.plan.listensFor.includes(kind)) return
  const arrived: Signal = { kind, nodeId, at: run.now, ...(payload ? { payload } : {}) }
  run.enrollment.signals = [...run.enrollment.signals, arrived]
  run.commands.push({ type: 'recordSignal', signal: arrived })
}

function calloutPayload(outcome: string, details: object | undefined): NonNullable<Signal['payload']> {
  const status = details && 'status' in details ? details.status : null
  return typeof status === 'number' ? { outcome, status } : { outcome }
}

function setFields(run: Run, changed: FieldValues): void {
  run.enrollment.fields = { ...run.enrollment.fields, ...changed }
  Object.assign(run.changedFields, changed)
}

function stepOf(plan: Plan, stepId: StepId): Step {
  const step = plan.steps[stepId]
  // A position that the plan does not have is relocated before it comes here.
  if (!step) throw new Error(`the plan has no step ${stepId}`)
  return step
}

function conditionContext({ enrollment, plan, now }: Run) {
  return {
    fields: enrollment.fields,
    definitions: plan.fields,
    signals: enrollment.signals,
    outputs: enrollment.outputs,
    now,
    timeZone: plan.timeZone,
  }
}

export function liquidScope(enrollment: Pick<Enrollment, 'fields' | 'outputs'>): LiquidScope {
  return { participant: enrollment.fields, nodes: enrollment.outputs }
}

function renderText(run: Run, source: string): { ok: true; value: string } | { ok: false; message: string } {
  const rendered = renderLiquid(source, liquidScope(run.enrollment), { html: false, timeZone: run.plan.timeZone })
  return rendered.ok ? rendered : { ok: false, message: formatIssue(rendered.error, 'en') }
}

function isTemplate(value: FieldValue | { template: string }): value is { template: string } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
