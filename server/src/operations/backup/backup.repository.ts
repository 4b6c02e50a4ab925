import type { PoolClient } from 'pg'
import type { BackupJob, BackupTable } from './backup-format.ts'

// These functions use the raw client, because COPY needs one and everything belongs to its one transaction.

/** Rows of running workers, and kysely's table of migrations, which a restore writes by migrating. */
const notBackedUp = ['kysely_migration', 'kysely_migration_lock', 'workers']

/** Tables that have rows before any setup. */
const notContent = [...notBackedUp, 'instance_settings']

/** The same settings as pg_dump: values must have the same meaning wherever they are restored. */
export async function setDumpFormats(client: PoolClient): Promise<void> {
  await client.query(`
    set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
    set local extra_float_digits = 3; set local bytea_output = 'hex'; set local statement_timeout = 0;
    set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0`)
}

/** All tables of the product with their columns, referenced tables first. */
export async function listTables(client: PoolClient): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable & { parents: string[] }>(
    `select c.relname as name,
       array(
         select attname::text from pg_attribute
         where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
         order by attnum
       ) as columns,
       array(
         select to_char(to_date(right(p.relname, 7), 'YYYY_MM'), 'YYYY-MM-DD') from pg_inherits i
         join pg_class p on p.oid = i.inhrelid
         where i.inhparent = c.oid and p.relname ~ '_[0-9]{4}_[0-9]{2}$' order by 1
       ) as months,
       array(
         select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
       ) as parents
     from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> all($1) and c.relname !~ '_[0-9]{4}_[0-9]{2}$'
     order by c.relname`,
    [notBackedUp],
  )
  const sorted: BackupTable[] = []
  let left = rows
  while (left.length > 0) {
    const isReady = ({ parents }: { parents: string[] }) =>
      parents.every((parent) => !left.some(({ name }) => name === parent))
    const ready = left.filter(isReady)
    if (ready.length === 0) throw new Error(`tables refer to each other: ${left.map(({ name }) => name).join(', ')}`)
    sorted.push(...ready.map(({ name, columns, months }) => ({ name, columns, months })))
    left = left.filter((table) => !ready.includes(table))
  }
  return sorted
}

/** Keeps migrations and retention from dropping a table during the backup. */
export async function lockTables(client: PoolClient, tables: readonly BackupTable[]): Promise<void> {
  if (tables.length === 0) return
  await client.query(`lock table ${tables.map(({ name }) => `"${name}"`).join(', ')} in access share mode`)
}

export async function listMigrations(client: PoolClient): Promise<string[]> {
  const found = await client.query<{ isThere: boolean }>(
    `select to_regclass('kysely_migration') is not null as "isThere"`,
  )
  if (!found.rows[0]!.isThere) return []
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name')
  return rows.map(({ name }) => name)
}

export async function findKeyFingerprint(client: PoolClient): Promise<string | null> {
  const { rows } = await client.query<{ value: string }>(
    `select value from instance_settings where key = 'secretKeyFingerprint'`,
  )
  return rows[0]?.value ?? null
}

export async function serverVersion(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
  return rows[0]!.version
}

/** Jobs that are waiting or running; a restore sends them again. Empty before the first start. */
export async function listOpenJobs(client: PoolClient, queues: readonly string[]): Promise<BackupJob[]> {
  const found = await client.query<{ isThere: boolean }>(`select to_regclass('pgboss.job') is not null as "isThere"`)
  if (!found.rows[0]!.isThere) return []
  const { rows } = await client.query<Omit<BackupJob, 'startAfter'> & { startAfter: Date }>(
    `select name as queue, coalesce(data, '{}') as data, singleton_key as "singletonKey", start_after as "startAfter"
     from pgboss.job where name = any($1) and state in ('created', 'retry', 'active') order by created_on, id`,
    [queues],
  )
  return rows.map((row) => ({ ...row, startAfter: row.startAfter.toISOString() }))
}

/** The first table with user data; undefined in a database that a backup can be restored into. */
export async function findContent(client: PoolClient): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
       and relname <> all($1) order by relname`,
    [notContent],
  )
  for (const { name } of rows) {
    const { rowCount } = await client.query(`select from "${name}" limit 1`)
    if (rowCount) return name
  }
  return undefined
}

/** Whether a Tabiji process has this database open. Each process has a session of its queue. */
export async function isInUse(client: PoolClient): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_stat_activity where datname = current_database() and application_name = 'tabiji-queue' limit 1`,
  )
  return rowCount === 1
}

/** Deletes the rows of migrations and of a first start. The backup has its own. */
export async function emptyTables(client: PoolClient, tables: readonly BackupTable[]): Promise<void> {
  await client.query(`truncate ${tables.map(({ name }) => `"${name}"`).join(', ')}`)
}

export async function ensureMonthPartitions(client: PoolClient, { name, months }: BackupTable): Promise<void> {
  for (const month of months) await client.query('select ensure_month_partitions($1, $2::date, 1)', [name, month])
}

export async function analyze(client: PoolClient): Promise<void> {
  await client.query('analyze')
}

export async function listActiveJourneys(client: PoolClient): Promise<{ id: string; workspaceId: string }[]> {
  const { rows } = await client.query<{ id: string; workspaceId: string }>(
    `select id, workspace_id as "workspaceId" from journeys where state = 'active' order by id`,
  )
  return rows
}
