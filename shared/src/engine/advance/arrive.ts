import { type ConditionTrace, evaluateCondition } from '../../conditions/evaluate-condition.ts'
import { addDuration } from '../../time/duration.ts'
import { dueOf } from '../due-of.ts'
import { isSkipped, leave, skip } from './leave.ts'
import { performInside } from './perform.ts'
import type { Step, StepId } from '../../plan/plan.ts'
import { isInTransaction } from '../../effects/effect.ts'
import { conditionContext, type Next, type Run, stepOf } from './run.ts'
import { checkAwait, deferUntilSendTime, signalsFor } from './wait.ts'

export function enter(run: Run, stepId: StepId, inside: boolean): Step {
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

export function arrive(run: Run, step: Step): Next {
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
      deferUntilSendTime(run, step, now)
      return undefined
    case 'end':
      leave(run, step, { stepId: null, outlet: step.reason }, { code: 'ended', reason: step.reason }, 'ended')
      return { stepId: null, reason: step.reason }
  }
}
