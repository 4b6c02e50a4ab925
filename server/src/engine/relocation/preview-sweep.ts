import type { CommonTiming } from '@tabiji/shared/engine/relocation/retime.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Ctx } from '../../kernel/context.ts'
import { countPeopleBySteps } from './people-at-steps.repository.ts'
import { countExcluded, countOverdue, countPastNode, findStragglers, listPastNode } from './sweep.repository.ts'
import type { BackfillScope, Standing, StepAtVersion } from './sweep.types.ts'

// Computes what a publish would do to people, from the same rows that its sweep claims.

type InDatabase = Pick<Ctx, 'db'>

/** By step id. */
export function countPeopleAtSteps(
  { db }: InDatabase,
  journeyId: string,
  stepIds: readonly StepId[],
): Promise<Map<StepId, Standing>> {
  return countPeopleBySteps(db, journeyId, stepIds)
}

/** The versions of the people at a step, and when they reached it; null when no person there is on an older version. */
export function findLeftBehind(
  { db }: InDatabase,
  step: StepAtVersion,
): Promise<{ oldestVersion: number; from: Date; to: Date } | null> {
  return findStragglers(db, step)
}

export function countDueNow({ db }: InDatabase, step: StepAtVersion, timing: CommonTiming, now: Date): Promise<number> {
  return countOverdue(db, step, timing, now)
}

/** Counts people inside who have been on the exclusion list since `until`. */
export function countExcludedInside({ db }: InDatabase, journeyId: string, until: Date): Promise<number> {
  return countExcluded(db, journeyId, until)
}

export function countPeoplePastNode({ db }: InDatabase, scope: BackfillScope): Promise<number> {
  return countPastNode(db, scope)
}

export function listPeoplePastNode(
  { db }: InDatabase,
  scope: BackfillScope,
  limit: number,
): Promise<{ participantId: string; label: string }[]> {
  return listPastNode(db, scope, limit)
}
