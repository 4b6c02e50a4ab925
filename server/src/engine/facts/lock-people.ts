import type { Ctx } from '../../kernel/context.ts'
import { lockAnyEnrollments, lockParticipants } from './fact.repository.ts'

/** For a transaction that records facts more than once: everybody they are about, in the order `recordFacts` documents. */
export async function lockPeople(
  { db, workspaceId }: Pick<Ctx, 'db' | 'workspaceId'>,
  people: { enrollmentIds: readonly string[]; participantIds: readonly string[] },
): Promise<void> {
  await lockAnyEnrollments(db, workspaceId, people.enrollmentIds)
  await lockParticipants(db, workspaceId, people.participantIds)
}
