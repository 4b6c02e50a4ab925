import type { Instant } from '../../time/instant.ts'
import { resumeAfterBackfill, startBackfill } from './backfill.ts'
import type { AdvanceEvent } from './advance-event.ts'
import { arrive, enter } from './arrive.ts'
import type { Command } from './command.ts'
import { sendTimeOf } from '../due-of.ts'
import type { Enrollment } from '../enrollment.ts'
import { returnFromBackfill, drop, isSkipped, leave, park, skip } from './leave.ts'
import { calloutPayload, onEffectFailed, performInside } from './perform.ts'
import { type Exit, isResting, type Plan, type Step } from '../../plan/plan.ts'
import { isInTransaction, type OutsideEffect } from '../../effects/effect.ts'
import { finish, type Next, recordMoved, type Run, setFields, signal, stepOf } from './run.ts'
import { nodeIdOf } from '../../plan/step-id.ts'
import { checkAwait, deferUntilSendTime } from './wait.ts'

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
  if (enrollment.status === 'parked') unpark(run)
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
    next = next.back ? resumeAfterBackfill(run, step, next.back) : arrive(run, step)
  }
  if (Object.keys(run.changedFields).length > 0) run.commands.push({ type: 'setFields', fields: run.changedFields })
  return { enrollment: run.enrollment, commands: run.commands }
}

function begin(run: Run, event: AdvanceEvent): Next {
  switch (event.type) {
    case 'moved':
      run.enrollment.backfill = null
      recordMoved(run, event.reason)
      return { stepId: event.to, reason: event.reason.code }
    case 'backfilled':
      return startBackfill(run, event)
    case 'backfillCancelled':
      recordMoved(run, event.reason)
      return returnFromBackfill(run)
    default:
      return handle(run, stepOf(run.plan, run.enrollment.stepId), event)
  }
}

type HandledHere = Exclude<AdvanceEvent, { type: 'moved' | 'backfilled' | 'backfillCancelled' }>

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

/** Whoever is parked is counted as parked until then. */
function unpark(run: Run): void {
  run.commands.push({ type: 'count', nodeId: nodeIdOf(run.enrollment.stepId), metric: 'parked', by: -1 })
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
      if (deferUntilSendTime(run, step, now)) return undefined
      run.commands.push({ type: 'perform', effect: step.effect as OutsideEffect })
      return undefined
    default:
      // Nobody rests at a branch or an end; somebody moved there by an operator or a publish is run on from it.
      return arrive(run, step)
  }
}
