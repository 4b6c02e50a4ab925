import { dueOf } from '@tabiji/shared/engine/due-of.ts'
import { pauseBehaviour } from '@tabiji/shared/engine/pause-behaviour.ts'
import type { Plan, Step, StepId } from '@tabiji/shared/plan/plan.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { Job } from '../../kernel/jobs/define-job.ts'
import { claimDueEnrollments, loadSignals, type ClaimedStep } from '../enrollments/claim-due-enrollments.ts'
import { deleteSnapshots } from '../effects/effect-input.repository.ts'
import { advanceWithVersion, lockJourneyRuntime, type JourneyRuntime } from '../versions/journey-runtime.ts'
import { byStep, shiftWaits, spreadOverdue, stepsWithPeople, writeDueTimes } from './overdue.repository.ts'
import { writeAdvanced, type AdvancedPerson } from '../enrollments/write-advanced.ts'
import { finishResume } from './finish-resume.ts'
import { planOfStep } from './plan-of-step.ts'
import { lockResume, saveResume, findResume } from './journey-resume.repository.ts'
import type { ResumePhase } from './journey-resume.table.ts'
import { readLiveJourney } from '../versions/journey.repository.ts'
import type { OverdueChoice } from '../versions/journey.types.ts'
import type { JourneyResume } from './journey-resume.types.ts'

/** People in one batch, which is one transaction: memory and locks stay the same for a thousand and for a million people. */
const batchSize = 5000

export const resumePhases: Record<OverdueChoice, readonly [ResumePhase, ...ResumePhase[]]> = {
  send: ['spreadOverdue'],
  shift: ['shiftWaits', 'spreadOverdue'],
  // People who entered during the pause have missed nothing, so nothing is skipped for them.
  skip: ['spreadNewcomers', 'skipOverdue'],
}

/** The result of one batch. `after` is the last person, for a phase that goes through all people. */
type Batch = { people: number; isDone: boolean; after?: { step: ClaimedStep; id: string | null } }

/**
 * Applies a resume in batches until every overdue enrollment was treated once, then makes the journey active. Each batch commits
 * together with its cursor, so a run after a crash repeats only the lost batch.
 */
export async function applyResume({
  deps,
  data: { journeyId },
  batch,
}: Pick<Job<{ journeyId: string }>, 'deps' | 'data' | 'batch'>): Promise<void> {
  const live = await readLiveJourney(deps.db, journeyId)
  if (!live) return
  const journey = { journeyId, workspaceId: live.workspaceId }
  for (let isDone = false; !isDone;) {
    isDone = await batch(async ({ db: trx }, progress) => {
      const isLast = await applyResumeBatch(deps, trx, journey)
      // The row of the resume holds the cursor, because a small resume is applied without a run.
      const resume = await findResume(trx, journeyId)
      if (resume) Object.assign(progress, { done: resume.done, total: resume.total })
      return isLast
    })
  }
  const callbacks: (() => void)[] = []
  await deps.db.transaction().execute((trx) => finishResume({ ...deps, db: trx, afterCommit: callbacks }, journey))
  for (const callback of callbacks) callback()
}

/** Returns true when nobody is left. */
export async function applyResumeBatch(
  deps: Deps,
  trx: Transaction,
  journey: { journeyId: string; workspaceId: string },
): Promise<boolean> {
  const runtime = await lockJourneyRuntime({ ...deps, db: trx }, journey)
  const resume = runtime && (await lockResume(trx, journey.journeyId))
  if (!resume) return true
  const { people, isDone, after } = await treatments[resume.phase](deps, trx, runtime, resume)
  const phases = resumePhases[resume.overdue]
  const next = phases[phases.indexOf(resume.phase) + 1]
  await saveResume(trx, {
    journeyId: journey.journeyId,
    phase: isDone && next ? next : resume.phase,
    afterStepId: after?.step.stepId ?? '',
    afterPinnedVersion: after?.step.pinnedVersion ?? null,
    afterId: after?.id ?? null,
    done: resume.done + people,
  })
  return isDone && !next
}

const treatments: Record<
  ResumePhase,
  (deps: Deps, trx: Transaction, runtime: JourneyRuntime, resume: JourneyResume) => Promise<Batch>
> = {
  shiftWaits: (_, trx, runtime, resume) => shiftBatch(trx, runtime, resume),
  spreadNewcomers: (_, trx, runtime, resume) => spreadBatch(trx, runtime, resume, runtime.plan.entry),
  spreadOverdue: (_, trx, runtime, resume) => spreadBatch(trx, runtime, resume, null),
  skipOverdue: skipBatch,
}

async function shiftBatch(trx: Transaction, runtime: JourneyRuntime, resume: JourneyResume): Promise<Batch> {
  const { journeyId, resumedAt } = resume
  const after = { stepId: resume.afterStepId, pinnedVersion: resume.afterPinnedVersion }
  for (const step of await stepsWithPeople(trx, journeyId, resumedAt)) {
    const place = byStep(step, after)
    if (place < 0) continue
    const plan = await planOfStep({ ...runtime, db: trx }, runtime, step)
    const kind = plan ? pauseBehaviour(plan, step.stepId) : 'other'
    if (kind === 'other') continue
    const { people, lastId } = await shiftWaits(
      trx,
      { ...step, afterId: place === 0 ? resume.afterId : null, movesDue: kind === 'duration' },
      { ...resume, limit: batchSize },
    )
    // For people who wait for certain hours, only the moment changes from which the next hours are searched.
    if (people > 0) return { people: kind === 'window' ? 0 : people, isDone: false, after: { step, id: lastId } }
  }
  return { people: 0, isDone: true }
}

/** Treated people become due after `resumedAt`, so the next batch finds only the people who are left. */
async function spreadBatch(
  trx: Transaction,
  runtime: JourneyRuntime,
  resume: JourneyResume,
  onlyAt: StepId | null,
): Promise<Batch> {
  const { journeyId, resumedAt: at, spreadMs: windowMs } = resume
  for (const step of await stepsWithPeople(trx, journeyId, at)) {
    if (!step.isOverdue || (onlyAt !== null && step.stepId !== onlyAt)) continue
    const plan = await planOfStep({ ...runtime, db: trx }, runtime, step)
    const isWindow = plan !== null && pauseBehaviour(plan, step.stepId) === 'window'
    // Without a window there is nothing to spread: their due times stay.
    if (windowMs === 0 && !isWindow && onlyAt === null) continue
    const people = isWindow
      ? await sendIntoWindow(trx, plan, step, resume)
      : await spreadOverdue(
          trx,
          { ...step, enteredSince: onlyAt === null ? undefined : resume.pausedAt },
          { at, windowMs, limit: batchSize },
        )
    // A person who waits for certain hours and whose row is locked is skipped, so this step is checked again.
    if (people > 0 || isWindow) return { people, isDone: false }
  }
  return { people: 0, isDone: true }
}

/** A person who waits for certain hours of certain days continues within those hours, also after a pause. */
async function sendIntoWindow(
  trx: Transaction,
  plan: Plan,
  target: ClaimedStep,
  { resumedAt, spreadMs }: JourneyResume,
): Promise<number> {
  const step = plan.steps[target.stepId] as Extract<Step, { op: 'delay' }>
  const people = await claimDueEnrollments(trx, target, resumedAt)
  await writeDueTimes(
    trx,
    people.map(({ state }) => {
      const moment = resumedAt.getTime() + 1 + Math.floor(spreadMs * chanceOf(state.id))
      return { id: state.id, dueAt: dueOf(plan, step, { ...state, enteredAt: moment }) ?? moment }
    }),
  )
  return people.length
}

/** Advances people to their next wait and skips everything outside, so nothing has to be spread. */
async function skipBatch(
  deps: Deps,
  trx: Transaction,
  runtime: JourneyRuntime,
  { journeyId, resumedAt }: JourneyResume,
): Promise<Batch> {
  for (const step of await stepsWithPeople(trx, journeyId, resumedAt)) {
    if (!step.isOverdue) continue
    const stepRuntime =
      step.pinnedVersion === null ? runtime : await lockJourneyRuntime({ ...runtime, db: trx }, { ...runtime, ...step })
    if (!stepRuntime) break
    const claimed = await claimDueEnrollments(trx, step, resumedAt)
    if (stepRuntime.plan.listensFor.length > 0) await loadSignals(trx, claimed)
    const now = deps.clock.now()
    const people: AdvancedPerson[] = []
    for (const person of claimed) {
      const event = { type: 'due', skips: { code: 'skippedOnResume' } } as const
      const advanced = await advanceWithVersion(trx, stepRuntime, person, event, now)
      // People who stayed due would be claimed again for ever.
      const { dueAt } = advanced.enrollment
      if (dueAt !== null && dueAt <= resumedAt.getTime()) advanced.enrollment.dueAt = resumedAt.getTime() + 1
      people.push({ claimed: { ...person, attempt: 0 }, ...advanced })
    }
    await deleteSnapshots(
      trx,
      claimed
        .filter(({ attempt }) => attempt > 0)
        .map(({ state }) => ({ enrollmentId: state.id, stepId: state.stepId, visit: state.visit })),
    )
    await writeAdvanced(trx, { ...stepRuntime, deps, now }, people)
    return { people: people.length, isDone: false }
  }
  return { people: 0, isDone: true }
}

/** The same formula as the database uses for the people it spreads itself. */
function chanceOf(id: string): number {
  return Number.parseInt(id.slice(-8), 16) / 0x1_0000_0000
}
