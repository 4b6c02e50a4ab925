import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrateToLatest } from '@tabiji/migrations/migrate.ts'
import pg from 'pg'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { createPgBossQueue } from '../src/kernel/jobs/pg-boss-queue.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/app/embedded-postgres/embedded-postgres.ts'
import { clusterDirOf } from '../src/app/embedded-postgres/ensure-cluster.ts'
import { isRunning } from '../src/app/start/process-state.ts'

type Running = { postgres: EmbeddedPostgres; dataDir: string; users: number }

// Each project of a run loads this file once, and all share one PostgreSQL.
const shared = globalThis as { tabijiTestPostgres?: Promise<Running> | undefined }

const templateName = 'tabiji_template'
const prefix = 'tabiji-test-'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.tabijiTestPostgres ??= start()
  const running = await shared.tabijiTestPostgres
  running.users += 1
  project.provide('adminUrl', running.postgres.connectionString)
  project.provide('templateName', templateName)
  return async () => {
    running.users -= 1
    if (running.users > 0) return
    shared.tabijiTestPostgres = undefined
    await running.postgres.stop()
    await remove(running.dataDir)
  }
}

async function start(): Promise<Running> {
  await removeLeftovers()
  const dataDir = mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`))
  const postgres = await startEmbeddedPostgres({
    dataDir,
    initdbFlags: ['--no-sync'],
    // A test database has nothing to lose in a crash.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      shared_buffers: '128MB',
    },
  })
  const admin = new pg.Client({ connectionString: postgres.connectionString })
  await admin.connect()
  await admin.query(`create database ${templateName}`)
  await admin.end()
  const url = new URL(postgres.connectionString)
  url.pathname = `/${templateName}`
  await migrateToLatest(url.href)
  // Without this, every test app would take half a second longer to start.
  const queue = createPgBossQueue({ connectionString: url.href, log: pino({ level: 'silent' }), works: false })
  await queue.start()
  await queue.stop(1000)
  return { postgres, dataDir, users: 0 }
}

/** Removes the PostgreSQL of killed runs. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0])
    if (!pid || isRunning(pid)) continue
    const dataDir = path.join(tmpdir(), name)
    try {
      await (await startEmbeddedPostgres({ dataDir, patienceMs: 2000 })).stop()
    } catch {
      // The run did not get as far as a cluster, or the folder belongs to another user.
    }
    await remove(dataDir).catch(() => {})
  }
}

async function remove(dataDir: string): Promise<void> {
  const clusterDir = await clusterDirOf(dataDir)
  // When PostgreSQL's user cannot enter the temporary folder, the cluster has a separate folder elsewhere.
  if (!clusterDir.startsWith(dataDir + path.sep)) rmSync(path.dirname(clusterDir), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
