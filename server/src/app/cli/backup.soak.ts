import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { clusterDirOf } from '../embedded-postgres/ensure-cluster.ts'
import { ownEmbeddedDatabase } from '../embedded-postgres/own-embedded-database.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'tabiji-cli-backup-'))
const cliFile = path.resolve(import.meta.dirname, '../cli.ts')
const dataDirs = ['old', 'new'].map((name) => path.join(dir, name))
const [oldDir, newDir] = dataDirs as [string, string]
let files = 0
const newFile = () => path.join(dir, `backup-${++files}.tar.gz`)

afterAll(async () => {
  for (const dataDir of dataDirs) {
    const clusterDir = await clusterDirOf(dataDir)
    if (!clusterDir.startsWith(dataDir)) rmSync(path.dirname(clusterDir), { recursive: true, force: true })
  }
  rmSync(dir, { recursive: true, force: true })
})

type Result = { code: number; stdout: string; stderr: string }

function cli(args: string[], env: Record<string, string>): Promise<Result> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cliFile, ...args],
      { env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

test('backup and restore work with the embedded database, which they start themselves', async () => {
  const secretKey = { TABIJI_SECRET_KEY: Buffer.alloc(32, 5).toString('base64') }
  const old = { ...secretKey, TABIJI_DATA_DIR: oldDir }
  expect((await cli(['backup', newFile()], { TABIJI_DATA_DIR: newDir })).stderr).toContain('There is no database')
  {
    await using begun = new AsyncDisposableStack()
    const owned = await acquire(oldDir)
    begun.defer(() => owned.release())
    // Data that the backup must contain.
    expect(await cli(['api-key', 'create', '--name', 'kept'], old)).toMatchObject({ code: 0 })
    const file = newFile()
    expect(await cli(['backup', file], old), 'while it runs').toMatchObject({ code: 0 })
    const running = await cli(['restore', file], old)
    expect(running).toMatchObject({ code: 1, stderr: expect.stringMatching(/already running with the data folder/) })
  }
  const file = newFile()
  expect(await cli(['backup', file], old), 'while it is stopped').toMatchObject({ code: 0, stdout: `${file}\n` })
  const restored = await cli(['restore', file], { ...secretKey, TABIJI_DATA_DIR: newDir })
  expect(restored).toMatchObject({ code: 0, stderr: expect.stringMatching(/api_keys: 1 rows/) })
})

function acquire(dataDir: string) {
  return ownEmbeddedDatabase({
    dataDir,
    progress: () => {},
    onLost: (error) => {
      throw error
    },
    signal: new AbortController().signal,
  })
}
