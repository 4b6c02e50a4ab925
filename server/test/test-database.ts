import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** A database of the test run's PostgreSQL, used to create others. */
    adminUrl: string
    /** The migrated, empty database to copy. */
    templateName: string
  }
}

export type TestDatabase = { connectionString: string; drop(): Promise<void> }

/** A new, migrated database, copied from the run's template. The caller drops it. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(context().templateName)
}

/** An empty database, for tests of migrations. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template0')
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const { adminUrl } = context()
  const name = `test_${randomBytes(8).toString('hex')}`
  // Faster than the WAL strategy, as long as nothing has to be flushed.
  await execute(adminUrl, `create database ${name} template ${template} strategy file_copy`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return {
    connectionString: url.href,
    // "force": a failed test may have left sessions open.
    drop: () => execute(adminUrl, `drop database if exists ${name} with (force)`),
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function context(): { adminUrl: string; templateName: string } {
  const adminUrl = inject('adminUrl')
  const templateName = inject('templateName')
  if (!adminUrl)
    throw new Error(
      'The PostgreSQL of the test run was not started, because vitest did not read our configuration. From the top folder: npm run unit -- <path>. In server/ or migrations/: npx vitest run <path>',
    )
  return { adminUrl, templateName }
}
