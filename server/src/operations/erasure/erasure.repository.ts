import type { Actor } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { SealedPlace } from '../../kernel/secrets/sealed-place.ts'
import type { PlaceReport } from './erasure.table.ts'

type Db = Database | Transaction

export type Erasure = {
  id: string
  status: 'running' | 'done'
  isDryRun: boolean
  keepsOut: boolean
  places: PlaceReport[]
  /** How many of the places to search have been searched; all of them are searched at least twice. */
  done: number
  total: number
  requestedBy: Actor
  createdAt: string
  finishedAt: string | null
}

/** Who is to be erased stands sealed in the row until it is done. */
export function sealedPersonPlace(erasureId: string): SealedPlace {
  return { column: 'erasures.sealed_person', row: erasureId }
}

export async function insertErasure(
  db: Db,
  row: {
    id: string
    workspaceId: string
    isDryRun: boolean
    keepsOut: boolean
    sealedPerson: string
    requestedBy: Actor
    createdAt: Date
  },
): Promise<void> {
  await db
    .insertInto('erasures')
    .values({
      id: row.id,
      workspace_id: row.workspaceId,
      status: 'running',
      is_dry_run: row.isDryRun,
      keeps_out: row.keepsOut,
      sealed_person: row.sealedPerson,
      requested_by: JSON.stringify(row.requestedBy),
      created_at: row.createdAt,
      finished_at: null,
    })
    .execute()
}

export async function findErasure(db: Db, workspaceId: string, id: string): Promise<Erasure | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectErasures(db).where('workspace_id', '=', workspaceId).where('id', '=', id).executeTakeFirst()
  return row && rowToErasure(row)
}

export async function listErasureRows(
  db: Db,
  query: { workspaceId: string; beforeId: string | undefined; limit: number },
): Promise<Erasure[]> {
  let select = selectErasures(db).where('workspace_id', '=', query.workspaceId)
  if (query.beforeId !== undefined) select = select.where('id', '<', query.beforeId)
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute()
  return rows.map(rowToErasure)
}

/** For the worker, which does not know the workspace before it reads the row. */
export async function findRunningErasure(
  db: Db,
  id: string,
): Promise<(Erasure & { workspaceId: string; sealedPerson: string }) | undefined> {
  const row = await db
    .selectFrom('erasures')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'running')
    .executeTakeFirst()
  if (!row || row.sealed_person === null) return undefined
  return { ...rowToErasure(row), workspaceId: row.workspace_id, sealedPerson: row.sealed_person }
}

export async function saveErasure(
  db: Db,
  id: string,
  change: { sealedPerson?: string; places?: PlaceReport[]; done?: number; total?: number },
): Promise<void> {
  await db
    .updateTable('erasures')
    .set({
      ...(change.sealedPerson !== undefined && { sealed_person: change.sealedPerson }),
      ...(change.places && { places: JSON.stringify(change.places) }),
      ...(change.done !== undefined && { done: change.done }),
      ...(change.total !== undefined && { total: change.total }),
    })
    .where('id', '=', id)
    .execute()
}

export async function setKeepsOut(db: Db, id: string, keepsOut: boolean): Promise<void> {
  await db.updateTable('erasures').set({ keeps_out: keepsOut }).where('id', '=', id).execute()
}

export async function finishErasure(db: Db, id: string, places: PlaceReport[], at: Date): Promise<void> {
  await db
    .updateTable('erasures')
    .set({ status: 'done', sealed_person: null, places: JSON.stringify(places), finished_at: at })
    .where('id', '=', id)
    .execute()
}

function selectErasures(db: Db) {
  return db
    .selectFrom('erasures')
    .select(['id', 'status', 'is_dry_run', 'keeps_out', 'places', 'done', 'total', 'requested_by'])
    .select(['created_at', 'finished_at'])
}

type Row = Awaited<ReturnType<ReturnType<typeof selectErasures>['execute']>>[number]

function rowToErasure(row: Row): Erasure {
  return {
    id: row.id,
    status: row.status,
    isDryRun: row.is_dry_run,
    keepsOut: row.keeps_out,
    places: row.places,
    done: Number(row.done),
    total: Number(row.total),
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}
