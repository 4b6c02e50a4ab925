import type { Ctx } from '../../kernel/context.ts'
import { lockAnyEnrollments, lockParticipants } from './fact.repository.ts'

/**
 * For a transaction that records facts more than once: locks all people of these facts, in the order that `recordFacts`
 * documents.
 */
export async function lockPeople(
  { db, workspaceId }: Pick<Ctx, 'db' | 'workspaceId'>,
  people: { enrollmentIds: readonly string[]; participantIds: readonly string[] },
): Promise<void> {
  await lockAnyEnrollments(db, workspaceId, people.enrollmentIds)
  await lockParticipants(db, workspaceId, people.participantIds)
}
