import type { Ctx } from '../../kernel/context.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'
import { findJourneyOfEnrollment, lockWithFields } from './fact.repository.ts'

/** For what has to be known of a person before it is known what to record, in the lock order of `recordFacts`. */
export async function lockEnrollment(
  { db, workspaceId }: Pick<Ctx, 'db' | 'workspaceId'>,
  journeyId: string,
  enrollmentId: string,
): Promise<ClaimedEnrollment | undefined> {
  return lockWithFields(db, { journeyId, workspaceId }, enrollmentId)
}

/** Where an enrollment belongs, which never changes; undefined when it was deleted. */
export async function findEnrollmentJourney(
  { db }: Pick<Ctx, 'db'>,
  enrollmentId: string,
): Promise<{ journeyId: string; workspaceId: string } | undefined> {
  return findJourneyOfEnrollment(db, enrollmentId)
}
