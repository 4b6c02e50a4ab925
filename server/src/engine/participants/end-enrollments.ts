import type { Ctx } from '../../kernel/context.ts'
import { actOnParticipants } from '../relocation/act-on-participants.ts'
import { listOpenEnrollments } from './person.repository.ts'

/** Drops these people out of every journey, so that the numbers count them as dropped. False: a worker is at work on one of them. */
export async function endEnrollments(ctx: Ctx, participantIds: readonly string[]): Promise<boolean> {
  const open = await listOpenEnrollments(ctx.db, participantIds)
  for (const journeyId of new Set(open.map((each) => each.journeyId))) {
    const ids = open.filter((each) => each.journeyId === journeyId).map((each) => each.participantId)
    await actOnParticipants(ctx, journeyId, { action: 'drop', ids, dryRun: false })
  }
  return (await listOpenEnrollments(ctx.db, participantIds)).length === 0
}
