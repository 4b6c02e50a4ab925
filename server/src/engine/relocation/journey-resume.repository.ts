import type { Selectable } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { JourneyResumeTable } from './journey-resume.table.ts'
import type { JourneyState } from '../versions/journey.types.ts'
import type { JourneyResume } from './journey-resume.types.ts'

type Db = Database | Transaction

export async function insertResume(trx: Db, resume: JourneyResume): Promise<void> {
  await trx
    .insertInto('journey_resumes')
    .values({
      journey_id: resume.journeyId,
      change_id: resume.changeId,
      overdue: resume.overdue,
      paused_at: resume.pausedAt,
      resumed_at: resume.resumedAt,
      spread_ms: resume.spreadMs,
      next_state: resume.nextState,
      phase: resume.phase,
      after_step_id: resume.afterStepId,
      after_pinned_version: resume.afterPinnedVersion,
      after_id: resume.afterId,
      done: resume.done,
      total: resume.total,
    })
    .execute()
}

export async function findResume(db: Db, journeyId: string): Promise<JourneyResume | null> {
  const row = await db.selectFrom('journey_resumes').selectAll().where('journey_id', '=', journeyId).executeTakeFirst()
  return row ? rowToResume(row) : null
}

/** One batch at a time: no other transaction uses the cursor until this one ends. */
export async function lockResume(trx: Transaction, journeyId: string): Promise<JourneyResume | null> {
  const row = await trx
    .selectFrom('journey_resumes')
    .selectAll()
    .where('journey_id', '=', journeyId)
    .forUpdate()
    .executeTakeFirst()
  return row ? rowToResume(row) : null
}

export async function saveResume(
  trx: Transaction,
  resume: Pick<JourneyResume, 'journeyId' | 'phase' | 'afterStepId' | 'afterPinnedVersion' | 'afterId' | 'done'>,
): Promise<void> {
  await trx
    .updateTable('journey_resumes')
    .set({
      phase: resume.phase,
      after_step_id: resume.afterStepId,
      after_pinned_version: resume.afterPinnedVersion,
      after_id: resume.afterId,
      done: resume.done,
    })
    .where('journey_id', '=', resume.journeyId)
    .execute()
}

export async function redirectResume(trx: Db, journeyId: string, nextState: JourneyState): Promise<void> {
  await trx.updateTable('journey_resumes').set({ next_state: nextState }).where('journey_id', '=', journeyId).execute()
}

export async function deleteResume(trx: Db, journeyId: string): Promise<void> {
  await trx.deleteFrom('journey_resumes').where('journey_id', '=', journeyId).execute()
}

function rowToResume(row: Selectable<JourneyResumeTable>): JourneyResume {
  return {
    journeyId: row.journey_id,
    changeId: row.change_id,
    overdue: row.overdue,
    pausedAt: row.paused_at,
    resumedAt: row.resumed_at,
    spreadMs: row.spread_ms,
    nextState: row.next_state,
    phase: row.phase,
    afterStepId: row.after_step_id,
    afterPinnedVersion: row.after_pinned_version,
    afterId: row.after_id,
    done: row.done,
    total: row.total,
  }
}
