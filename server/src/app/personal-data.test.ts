import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { createTestApp } from '../../test/test-app.ts'
import { isPersonal, searchedColumns } from '../kernel/personal-data/table-declaration.ts'
import { personalData } from './personal-data.ts'

const app = await createTestApp()
afterAll(() => app[Symbol.asyncDispose]())

/** All tables and views of the database, of pg-boss too; a partition has the columns of its table. */
async function catalogue(): Promise<string[]> {
  const { rows } = await sql<{ column: string }>`
    select n.nspname || '.' || c.relname || '.' || a.attname as column
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition`.execute(app.deps.db)
  return rows.map(({ column }) => column).toSorted()
}

test('each column of the database is declared once, and nothing is declared that the database lacks', async () => {
  const declared = personalData.flatMap(({ schema, table, columns }) =>
    Object.keys(columns).map((column) => `${schema}.${table}.${column}`),
  )
  expect(declared.toSorted()).toEqual(await catalogue())
  expect(declared.length).toBeGreaterThan(400)
})

test('each table with data about participants says how they are found and erased, and what removes old rows', () => {
  const names = new Set(personalData.map(({ table }) => table))
  for (const declaration of personalData) {
    const { table, columns, links, mentions, workspace, retention, place } = declaration
    const personal = Object.keys(columns).filter((column) => isPersonal(columns[column]!))
    if (personal.length === 0) {
      expect([table, links, mentions]).toEqual([table, undefined, undefined])
      continue
    }
    expect([table, workspace === undefined, retention === undefined, place === undefined]).toEqual([
      table,
      false,
      false,
      false,
    ])
    // A column that can name the person is searched, and a row that only links to the person is found by the link.
    if (searchedColumns(declaration).length > 0) expect([table, mentions === undefined]).toEqual([table, false])
    else expect([table, links === undefined]).toEqual([table, false])
    const used = [
      ...(links ?? []).map(({ column }) => column),
      ...(workspace ? [workspace.column] : []),
      ...(typeof mentions === 'object' && 'set' in mentions ? Object.keys(mentions.set) : []),
    ]
    expect(Object.keys(columns)).toEqual(expect.arrayContaining(used))
    if (workspace && 'of' in workspace) expect(names).toContain(workspace.of)
  }
})

test('what erasing writes into a column, the column takes', async () => {
  for (const { schema, table, mentions } of personalData) {
    if (typeof mentions !== 'object' || !('set' in mentions)) continue
    const set = Object.entries(mentions.set).map(([column, value]) => sql`${sql.ref(column)} = ${sql.lit(value)}`)
    const written = sql`update ${sql.ref(schema)}.${sql.ref(table)} set ${sql.join(set)} where false`.execute(
      app.deps.db,
    )
    await expect(written).resolves.toBeDefined()
    const { rows } = await sql<{ column: string }>`
      select attname as column from pg_attribute where attrelid = ${`${schema}.${table}`}::regclass and attnotnull`.execute(
      app.deps.db,
    )
    for (const { column } of rows) expect([table, column, mentions.set[column]]).not.toContain(null)
  }
})
