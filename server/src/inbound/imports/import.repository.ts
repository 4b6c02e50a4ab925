import { sql } from 'kysely'
import type { ColumnMapping } from '@tabiji/shared/csv/column-mapping.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { Dialect } from './file/dialect.ts'
import type { ImportCounts, ImportPurpose, ImportRow, ImportStatus, StagedCells } from './import.table.ts'

type Db = Database | Transaction

export type Import = {
  id: string
  workspaceId: string
  journeyId: string
  purpose: ImportPurpose
  status: ImportStatus
  isDryRun: boolean
  fileName: string
  /** Null until the beginning of the file was read. */
  dialect: Dialect | null
  headers: string[]
  mapping: ColumnMapping | null
  rowCount: number
  /** The number of decided rows. */
  doneCount: number
  counts: ImportCounts
  /** Why the whole file was refused. */
  issues: Issue[]
  createdBy: Actor
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
}

export type StagedRow = { line: number; cells: StagedCells }
export type Reject = { line: number; cells: string[]; reasons: Issue[] }

export async function insertImport(
  db: Db,
  row: Pick<Import, 'id' | 'workspaceId' | 'journeyId' | 'purpose' | 'fileName' | 'createdBy'> & { createdAt: Date },
): Promise<void> {
  await db
    .insertInto('imports')
    .values({
      id: row.id,
      workspace_id: row.workspaceId,
      journey_id: row.journeyId,
      purpose: row.purpose,
      status: 'uploading',
      file_name: row.fileName,
      dialect: '{}',
      headers: '[]',
      mapping: null,
      counts: '{}',
      error: null,
      created_by: JSON.stringify(row.createdBy),
      created_at: row.createdAt,
      started_at: null,
      finished_at: null,
    })
    .execute()
}

export async function findImport(db: Db, workspaceId: string, id: string): Promise<Import | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectImport(db, id).where('workspace_id', '=', workspaceId).executeTakeFirst()
  return row && rowToImport(row)
}

/** For the worker, which does not know the workspace before it reads the import. */
export async function findImportOfAnyWorkspace(db: Db, id: string): Promise<Import | undefined> {
  const row = await selectImport(db, id).executeTakeFirst()
  return row && rowToImport(row)
}

/** Locks the import until the transaction ends: one worker at a time decides rows, and no import starts twice. */
export async function lockImport(db: Db, workspaceId: string, id: string): Promise<Import | undefined> {
  if (!isUuid(id)) return undefined
  const row = await selectImport(db, id).where('workspace_id', '=', workspaceId).forUpdate().executeTakeFirst()
  return row && rowToImport(row)
}

export async function listImportRows(
  db: Db,
  query: { workspaceId: string; journeyId: string; beforeId: string | undefined; limit: number },
): Promise<Import[]> {
  let select = db
    .selectFrom('imports')
    .selectAll()
    .where('workspace_id', '=', query.workspaceId)
    .where('journey_id', '=', query.journeyId)
  if (query.beforeId !== undefined) select = select.where('id', '<', query.beforeId)
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute()
  return rows.map(rowToImport)
}

export async function markImportUploaded(
  db: Db,
  id: string,
  file: { dialect: Dialect; headers: string[]; rowCount: number },
): Promise<void> {
  await db
    .updateTable('imports')
    .set({
      status: 'uploaded',
      dialect: JSON.stringify(file.dialect),
      headers: JSON.stringify(file.headers),
      row_count: file.rowCount,
    })
    .where('id', '=', id)
    .execute()
}

export async function markImportStarted(
  db: Db,
  id: string,
  start: { mapping: ColumnMapping; isDryRun: boolean; at: Date },
): Promise<void> {
  await db.deleteFrom('import_rejects').where('import_id', '=', id).execute()
  await db.deleteFrom('import_keys').where('import_id', '=', id).execute()
  await db
    .updateTable('imports')
    .set({
      status: start.isDryRun ? 'checking' : 'enrolling',
      is_dry_run: start.isDryRun,
      mapping: JSON.stringify(start.mapping),
      counts: '{}',
      started_at: start.at,
      finished_at: null,
    })
    .where('id', '=', id)
    .execute()
}

export async function saveImportCounts(db: Db, id: string, counts: ImportCounts): Promise<void> {
  await db
    .updateTable('imports')
    .set({ counts: JSON.stringify(counts) })
    .where('id', '=', id)
    .execute()
}

export async function markImportFinished(
  db: Db,
  id: string,
  end: { status: 'checked' | 'done' | 'failed'; issues?: Issue[]; at: Date },
): Promise<void> {
  await db
    .updateTable('imports')
    .set({ status: end.status, error: end.issues ? JSON.stringify(end.issues) : null, finished_at: end.at })
    .where('id', '=', id)
    .execute()
}

export async function readStagedRows(db: Db, importId: string, afterLine: number, limit: number): Promise<StagedRow[]> {
  return db
    .selectFrom('import_rows')
    .select(['line', 'cells'])
    .where('import_id', '=', importId)
    .where('line', '>', afterLine)
    .orderBy('line')
    .limit(limit)
    .execute()
}

/** For each key that an earlier row has, the line of that row. */
export async function findStagedKeys(db: Db, importId: string, keys: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; line: number }>`
    select keys.key, import_keys.line
    from unnest(${keys}::text[]) as keys (key)
    join import_keys on import_id = ${importId}::uuid and key_hash = sha256(convert_to(keys.key, 'UTF8'))`.execute(db)
  return new Map(rows.map(({ key, line }) => [key, line]))
}

/** Records the first row of each key. */
export async function insertStagedKeys(
  db: Db,
  importId: string,
  accepted: readonly { key: string; line: number }[],
): Promise<void> {
  if (accepted.length === 0) return
  await sql`
    insert into import_keys (import_id, key_hash, line)
    select ${importId}::uuid, sha256(convert_to(key, 'UTF8')), line
    from unnest(${accepted.map(({ key }) => key)}::text[], ${accepted.map(({ line }) => line)}::bigint[])
      as accepted (key, line)`.execute(db)
}

export async function deleteStagedRows(db: Db, importId: string): Promise<void> {
  await db.deleteFrom('import_rows').where('import_id', '=', importId).execute()
  await db.deleteFrom('import_keys').where('import_id', '=', importId).execute()
}

export async function insertRejects(db: Db, importId: string, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return
  await sql`
    insert into import_rejects (import_id, line, cells, reasons)
    select ${importId}::uuid, line, cells, reasons
    from unnest(
      ${rejects.map((reject) => reject.line)}::bigint[],
      ${rejects.map((reject) => JSON.stringify(reject.cells))}::json[],
      ${rejects.map((reject) => JSON.stringify(reject.reasons))}::json[]
    ) as rejects (line, cells, reasons)`.execute(db)
}

export async function readRejects(db: Db, importId: string, afterLine: number, limit: number): Promise<Reject[]> {
  return db
    .selectFrom('import_rejects')
    .select(['line', 'cells', 'reasons'])
    .where('import_id', '=', importId)
    .where('line', '>', afterLine)
    .orderBy('line')
    .limit(limit)
    .execute()
}

/** The first rows that were refused for this reason. */
export async function readRejectsOf(db: Db, importId: string, code: Issue['code'], limit: number): Promise<Reject[]> {
  return db
    .selectFrom('import_rejects')
    .select(['line', 'cells', 'reasons'])
    .where('import_id', '=', importId)
    .where(sql<boolean>`reasons::jsonb @> ${JSON.stringify([{ code }])}::jsonb`)
    .orderBy('line')
    .limit(limit)
    .execute()
}

/** Fails uploads that a crash cut off: no sender continues them. */
export async function failStaleUploads(db: Db, before: Date, issues: Issue[], at: Date): Promise<void> {
  await db
    .updateTable('imports')
    .set({ status: 'failed', error: JSON.stringify(issues), finished_at: at })
    .where('status', '=', 'uploading')
    .where('created_at', '<', before)
    .execute()
}

/** Deletes rows of imports that were deleted with their journey. */
export async function deleteOrphanedRows(db: Db): Promise<void> {
  for (const table of ['import_rows', 'import_keys'] as const) {
    await sql`
      delete from ${sql.table(table)} staged
      where not exists (select from imports where imports.id = staged.import_id)`.execute(db)
  }
}

/** Imports whose rows were staged and never used. */
export async function listAbandonedImports(db: Db, before: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('imports')
    .select('id')
    .where('status', 'in', ['uploaded', 'checked', 'failed', 'done'])
    .where('created_at', '<', before)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('import_rows').select('line').whereRef('import_rows.import_id', '=', 'imports.id')),
    )
    .execute()
  return rows.map((row) => row.id)
}

function selectImport(db: Db, id: string) {
  return db.selectFrom('imports').selectAll().where('id', '=', id)
}

function rowToImport(row: ImportRow): Import {
  const counts: ImportCounts = { enrolled: 0, duplicate: 0, excluded: 0, invalid: 0, reasons: {}, ...row.counts }
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    journeyId: row.journey_id,
    purpose: row.purpose,
    status: row.status,
    isDryRun: row.is_dry_run,
    fileName: row.file_name,
    dialect: 'encoding' in row.dialect ? (row.dialect as Dialect) : null,
    headers: row.headers,
    mapping: row.mapping,
    rowCount: row.row_count,
    doneCount: counts.enrolled + counts.duplicate + counts.excluded + counts.invalid,
    counts,
    issues: row.error ?? [],
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}
