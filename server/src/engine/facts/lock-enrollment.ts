import type { Ctx } from '../../kernel/context.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'
import { findJourneyOfEnrollment, lockWithFields } from './fact.repository.ts'

/** For callers that must read a person before they know what to record. Keeps the lock order of `recordFacts`. */
export async function lockEnrollment(
  { db, workspaceId }: Pick<Ctx, 'db' | 'workspaceId'>,
  journeyId: string,
  enrollmentId: string,
): Promise<ClaimedEnrollment | undefined> {
  return lockWithFields(db, { journeyId, workspaceId }, enrollmentId)
}

/** The workspace and journey of an enrollment, which never change. Undefined when the enrollment was deleted. */
export async function findEnrollmentJourney(
  { db }: Pick<Ctx, 'db'>,
  enrollmentId: string,
): Promise<{ journeyId: string; workspaceId: string } | undefined> {
  return findJourneyOfEnrollment(db, enrollmentId)
}
