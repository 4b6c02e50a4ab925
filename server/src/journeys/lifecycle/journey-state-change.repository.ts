import type { Actor } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { JourneyState, OverdueChoice } from '../../engine/versions/journey.types.ts'

type Db = Database | Transaction

export type JourneyStateChange = {
  id: string
  from: JourneyState
  to: JourneyState
  at: string
  actor: Actor
  /** For a resume: when the pause began. */
  pausedAt: string | null
  overdue: OverdueChoice | null
  spreadMinutesPer10k: number | null
  /** For a pause or stop: the people inside. For a resume: the people whom the choice affected. */
  people: number
  /** False while the choice is still being applied. */
  isFinished: boolean
}

export async function insertStateChange(
  trx: Db,
  change: {
    id: string
    journeyId: string
    from: JourneyState
    to: JourneyState
    at: Date
    actor: Actor
    pausedAt?: Date
    overdue?: OverdueChoice
    spreadMinutesPer10k?: number
    people: number
    isFinished: boolean
  },
): Promise<void> {
  await trx
    .insertInto('journey_state_changes')
    .values({
      id: change.id,
      journey_id: change.journeyId,
      from_state: change.from,
      to_state: change.to,
      at: change.at,
      actor: JSON.stringify(change.actor),
      paused_at: change.pausedAt ?? null,
      overdue: change.overdue ?? null,
      spread_minutes_per_10k: change.spreadMinutesPer10k ?? null,
      people: change.people,
      finished_at: change.isFinished ? change.at : null,
    })
    .execute()
}

/** Newest first: ids are UUID v7, so their order is the order of time. */
export async function listStateChanges(
  db: Db,
  query: { journeyId: string; beforeId?: string | undefined; limit: number },
): Promise<JourneyStateChange[]> {
  let select = db.selectFrom('journey_state_changes').selectAll().where('journey_id', '=', query.journeyId)
  if (query.beforeId) select = select.where('id', '<', query.beforeId)
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute()
  return rows.map((row) => ({
    id: row.id,
    from: row.from_state,
    to: row.to_state,
    at: row.at.toISOString(),
    actor: row.actor,
    pausedAt: row.paused_at?.toISOString() ?? null,
    overdue: row.overdue,
    spreadMinutesPer10k: row.spread_minutes_per_10k,
    people: row.people,
    isFinished: row.finished_at !== null,
  }))
}
