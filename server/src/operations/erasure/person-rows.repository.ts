import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import {
  type PersonLink,
  searchedColumns,
  type TableDeclaration,
  type WorkspaceOf,
} from '../../kernel/personal-data/table-declaration.ts'
import type { SearchPatterns } from './search-patterns.ts'

type Db = Database | Transaction

/** A table or one partition of it, with its declaration. */
export type SearchedTable = {
  declaration: TableDeclaration
  /** The name of the partition where the table has some. */
  name: string
  blocks: number
  columnTypes: Record<string, string>
}

/** What the statements need to know about the person. */
export type WantedPerson = {
  workspaceId: string
  participantIds: readonly string[]
  enrollmentIds: readonly string[]
  addresses: readonly string[]
  keys: readonly string[]
  patterns: SearchPatterns
  /** The patterns with the keys, for tables that say `matchesKeys`. */
  keyPatterns: SearchPatterns
}

/** Blocks of 8 KB from `from` up to `to`, without `to`. */
export type BlockRange = { from: number; to: number }

/** The tables and partitions of these declarations, in their order. */
export async function listSearchedTables(db: Db, declarations: readonly TableDeclaration[]): Promise<SearchedTable[]> {
  const { rows } = await sql<{
    schema: string
    table: string
    name: string
    blocks: number
    types: Record<string, string>
  }>`
    select n.nspname as schema, root.relname as table, part.relname as name,
      (pg_relation_size(part.oid) / current_setting('block_size')::bigint)::integer as blocks,
      (select jsonb_object_agg(attname, format_type(atttypid, atttypmod)) from pg_attribute
        where attrelid = part.oid and attnum > 0 and not attisdropped) as types
    from pg_class root
    join pg_namespace n on n.oid = root.relnamespace
    cross join lateral (
      select tree.relid as oid from pg_partition_tree(root.oid) tree where tree.isleaf
      union select root.oid where root.relkind = 'r' and not root.relispartition
    ) leaf
    join pg_class part on part.oid = leaf.oid
    where n.nspname in ('public', 'pgboss') and root.relkind in ('r', 'p') and not root.relispartition
    order by part.relname`.execute(db)
  return declarations.flatMap((declaration) =>
    rows
      .filter(({ schema, table }) => schema === declaration.schema && table === declaration.table)
      .map(({ name, blocks, types }) => ({ declaration, name, blocks, columnTypes: types })),
  )
}

const isLinked = { participant: 'participantIds', enrollment: 'enrollmentIds' } as const

/** The rows that a column links to the person. */
function linked(person: WantedPerson, { links, workspace }: TableDeclaration): RawBuilder<boolean> {
  const conditions = (links ?? []).map((link) => {
    const column = sql.ref(`t.${link.column}`)
    if (link.by === 'participant' || link.by === 'enrollment')
      return sql`${column} = any(${person[isLinked[link.by]]}::uuid[])`
    return sql`(${ofValue(person, link, column)} and ${inWorkspace(person.workspaceId, workspace)})`
  })
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`
}

function ofValue(person: WantedPerson, link: PersonLink, column: RawBuilder<unknown>): RawBuilder<boolean> {
  switch (link.by) {
    case 'address':
      return sql`lower(${column}) = any(${person.addresses}::text[])`
    case 'hash': {
      const hashes = [...person.addresses, ...person.keys].map((value) => link.hash(value))
      return hashes.every((hash) => typeof hash === 'string')
        ? sql`${column} = any(${hashes}::text[])`
        : sql`${column} = any(${hashes}::bytea[])`
    }
    default:
      return sql`${column} = any(${person.keys}::text[])`
  }
}

/** A row whose parent is gone belongs to no workspace any more, so it counts for each. */
function inWorkspace(workspaceId: string, workspace: WorkspaceOf | undefined): RawBuilder<boolean> {
  if (!workspace) return sql`true`
  const column = sql.ref(`t.${workspace.column}`)
  if (!('of' in workspace)) return sql`(${column} is null or ${column} = ${workspaceId}::uuid)`
  return sql`not exists (select from ${sql.table(workspace.of)} parent
    where parent.${sql.ref(workspace.key)} = ${column} and parent.workspace_id <> ${workspaceId}::uuid)`
}

/** Further rows that name the person in a searched column. */
function mentioning(person: WantedPerson, declaration: TableDeclaration): RawBuilder<boolean> {
  const { likes, regexes } = declaration.matchesKeys ? person.keyPatterns : person.patterns
  const found = searchedColumns(declaration).map((name) => {
    const text = sql`${sql.ref(`t.${name}`)}::text`
    return sql`(${text} ilike any(${likes}::text[]) and ${text} ~* any(${regexes}::text[]))`
  })
  return sql`(${sql.join(found, sql` or `)}) and ${inWorkspace(person.workspaceId, declaration.workspace)}`
}

function notBusy({ busyWhile }: TableDeclaration): RawBuilder<boolean> {
  return busyWhile ? sql`${sql.ref(`t.${busyWhile.column}`)} <> ${busyWhile.is}` : sql`true`
}

function within({ from, to }: BlockRange): RawBuilder<boolean> {
  return sql`t.ctid >= ${`(${from},0)`}::tid and t.ctid < ${`(${to},0)`}::tid`
}

function tableOf({ declaration, name }: SearchedTable): RawBuilder<unknown> {
  return sql`${sql.ref(declaration.schema)}.${sql.ref(name)}`
}

/** Finds the linked rows by their indexes; the blocks do not matter. */
export async function countLinkedRows(db: Db, table: SearchedTable, person: WantedPerson): Promise<number> {
  if (!table.declaration.links) return 0
  const { rows } = await sql<{ found: string }>`
    select count(*) as found from ${tableOf(table)} t where ${linked(person, table.declaration)}`.execute(db)
  return Number(rows[0]!.found)
}

export async function countMentions(
  db: Db,
  table: SearchedTable,
  person: WantedPerson,
  range: BlockRange,
): Promise<number> {
  const { declaration } = table
  if (declaration.mentions === undefined) return 0
  const { rows } = await sql<{ found: string }>`
    select count(*) as found from ${tableOf(table)} t
    where ${within(range)} and ${mentioning(person, declaration)} and not ${linked(person, declaration)}`.execute(db)
  return Number(rows[0]!.found)
}

/** Deletes up to `limit` linked rows; returns how many. */
export async function eraseLinkedRows(
  db: Db,
  table: SearchedTable,
  person: WantedPerson,
  limit: number,
): Promise<number> {
  if (!table.declaration.links) return 0
  const chosen = sql`t.ctid = any(array(
    select t.ctid from ${tableOf(table)} t where ${linked(person, table.declaration)} limit ${sql.lit(limit)}))`
  return change(db, table, 'delete', chosen, person)
}

export async function eraseMentions(
  db: Db,
  table: SearchedTable,
  person: WantedPerson,
  range: BlockRange,
): Promise<number> {
  const { declaration } = table
  const { mentions } = declaration
  if (mentions === undefined || (typeof mentions === 'object' && 'left' in mentions)) return 0
  const chosen = sql`${within(range)} and ${mentioning(person, declaration)} and ${notBusy(declaration)}`
  return change(db, table, mentions, chosen, person)
}

/** The rows that name the person and that a worker still needs. */
export async function countBusyMentions(db: Db, table: SearchedTable, person: WantedPerson): Promise<number> {
  const { declaration } = table
  if (!declaration.busyWhile) return 0
  const { rows } = await sql<{ found: string }>`
    select count(*) as found from ${tableOf(table)} t
    where ${mentioning(person, declaration)} and not ${notBusy(declaration)}`.execute(db)
  return Number(rows[0]!.found)
}

async function change(
  db: Db,
  table: SearchedTable,
  treatment: 'delete' | 'redact' | { set: Record<string, string | null> },
  chosen: RawBuilder<unknown>,
  person: WantedPerson,
): Promise<number> {
  const name = tableOf(table)
  const { numAffectedRows } =
    treatment === 'delete'
      ? await sql`delete from ${name} t where ${chosen}`.execute(db)
      : await sql`update ${name} t set ${redacted(
          table,
          person,
          treatment === 'redact' ? {} : treatment.set,
        )} where ${chosen}`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Takes the place of the text that named the person. */
const replacement = 'erased'

/** The columns of `set` take these values, and all others lose the text that names the person. */
function redacted(
  { declaration, columnTypes }: SearchedTable,
  person: WantedPerson,
  set: Record<string, string | null>,
): RawBuilder<unknown> {
  const { regexes } = declaration.matchesKeys ? person.keyPatterns : person.patterns
  return sql.join(
    searchedColumns(declaration).map((name) => {
      if (name in set) return sql`${sql.ref(name)} = ${sql.lit(set[name]!)}`
      let text: RawBuilder<unknown> = sql`${sql.ref(`t.${name}`)}::text`
      for (const regex of regexes) text = sql`regexp_replace(${text}, ${regex}, ${replacement}, 'gi')`
      return sql`${sql.ref(name)} = (${text})::${sql.raw(columnTypes[name]!)}`
    }),
  )
}
