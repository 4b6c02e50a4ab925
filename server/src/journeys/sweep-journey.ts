import { advance } from '@tabiji/shared/plan/advance.ts'
import { isRedirected, redirect } from '@tabiji/shared/plan/impact.ts'
import { retime, spreadWindowMs } from '@tabiji/shared/plan/retime.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import { addNodeCounters } from '../analytics/node-counter.repository.ts'
import type { Database } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { loadSignals } from '../enrollments/claim-due-enrollments.ts'
import { entryNodeOf } from '../enrollments/enroll-target.ts'
import { holdRuntime } from '../enrollments/journey-runtime.ts'
import { countPeopleBySteps } from '../enrollments/people-at-steps.repository.ts'
import { claimStragglers, letInWaiting, writeRetimed, type Retimed } from '../enrollments/sweep.repository.ts'
import { writeAdvanced, type AdvancedPerson } from '../enrollments/write-advanced.ts'
import { impactsSince, markSwept } from './journey-version.repository.ts'
import { readLiveJourney } from './journey.repository.ts'

const batchSize = 1000

/**
 * Brings everybody who was inside at a publish in line with what it promised, a batch per transaction: those at removed
 * steps are moved, changed waits are timed anew, changed conditions checked again; before a first publish's people start.
 * Restartable at any point, because whoever is done carries the new version.
 */
export async function sweepJourney(deps: Deps & { db: Database }, journeyId: string): Promise<void> {
  const live = await readLiveJourney(deps.db, journeyId)
  if (!live || live.publishedVersion === null) return
  const journey = { journeyId, workspaceId: live.workspaceId }

  while ((await letInBatch(deps, journey)) > 0);

  const impacts = await impactsSince(deps.db, journeyId, 1, live.publishedVersion)
  const affected = new Set<StepId>(
    impacts.flatMap((impact) => [...Object.keys(impact.redirects), ...Object.keys(impact.retimes), ...impact.rechecks]),
  )
  const people = await countPeopleBySteps(deps.db, journeyId, [...affected])
  for (const stepId of affected) {
    while ((await sweepBatch(deps, journey, stepId, people.get(stepId) ?? 0)) > 0);
  }
  await markSwept(deps.db, journeyId, live.publishedVersion, deps.clock.now())
}

async function letInBatch(
  deps: Deps & { db: Database },
  journey: { journeyId: string; workspaceId: string },
): Promise<number> {
  return deps.db.transaction().execute(async (trx) => {
    const runtime = await holdRuntime(trx, journey)
    if (!runtime) return 0
    const entry = {
      stepId: runtime.plan.entry,
      nodeId: entryNodeOf(runtime.plan),
      versionNumber: runtime.versionNumber,
    }
    const people = await letInWaiting(trx, { ...journey, ...entry }, deps.clock.now())
    if (people > 0) await addNodeCounters(trx, journey.journeyId, [{ ...entry, metric: 'entered', value: people }])
    return people
  })
}

async function sweepBatch(
  deps: Deps & { db: Database },
  journey: { journeyId: string; workspaceId: string },
  stepId: StepId,
  peopleAtStep: number,
): Promise<number> {
  return deps.db.transaction().execute(async (trx) => {
    const runtime = await holdRuntime(trx, journey)
    if (!runtime) return 0
    const stragglers = await claimStragglers(
      trx,
      { ...journey, stepId, versionNumber: runtime.versionNumber },
      batchSize,
    )
    if (stragglers.length === 0) return 0
    if (runtime.plan.listensFor.length > 0) await loadSignals(trx, stragglers)

    const now = deps.clock.now()
    const at = now.getTime()
    const moved: AdvancedPerson[] = []
    const retimed: Retimed[] = []
    for (const person of stragglers) {
      const { state } = person
      const impacts = await impactsSince(trx, journey.journeyId, person.versionNumber, runtime.versionNumber)
      if (isRedirected(stepId, impacts)) {
        const to = redirect(stepId, impacts)
        const reason = { code: to === null ? 'nodeRemovedExit' : 'nodeRemoved' }
        moved.push({ claimed: person, ...advance(runtime.plan, state, { type: 'moved', to, reason }, at) })
        continue
      }
      const isRetimed = impacts.some((impact) => impact.retimes[stepId]?.apply)
      const isRechecked = impacts.some((impact) => impact.rechecks.includes(stepId))
      const timing = isRetimed
        ? retime(runtime.plan, state, at, { windowMs: spreadWindowMs(peopleAtStep), chance: chanceOf(state.id) })
        : { dueAt: state.dueAt, timeLimitAt: state.timeLimitAt }
      retimed.push({ id: state.id, ...timing, ...(isRechecked ? { dueAt: at } : {}) })
    }
    await writeAdvanced(trx, { ...runtime, ids: deps.ids, now }, moved)
    await writeRetimed(trx, retimed, runtime.versionNumber)
    return stragglers.length
  })
}

/** 0 to 1 and always the same for one person: a sweep that starts again spreads people the same way. */
function chanceOf(id: string): number {
  return Number.parseInt(id.slice(-8), 16) / 0x1_0000_0000
}
