import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestApp } from '../../../test/test-app.ts'
import { createEmptyDatabase } from '../../../test/test-database.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { checkSecretKey } from '../../accounts/settings/check-secret-key.ts'
import { clusterDirOf } from '../embedded-postgres/ensure-cluster.ts'

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

// Each command runs in its own process, and some start a PostgreSQL.
describe('backup and restore', { timeout: 180_000 }, () => {
  test('carry an external database to another one, and say what else is needed', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir: oldDir } })
    await checkSecretKey(app.deps)
    await createJourney(app.ctx(), { name: 'Kept' })
    const file = newFile()
    const backup = await cli(['backup', file], { DATABASE_URL: app.connectionString, TABIJI_DATA_DIR: oldDir })
    expect(backup).toMatchObject({ code: 0, stdout: `${file}\n` })
    expect(backup.stderr).toMatch(
      new RegExp(`The secret key is NOT in it.*${oldDir}/secret-key.*fingerprint ${app.deps.secrets.fingerprint}`, 's'),
    )
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const target = await createEmptyDatabase()
    const env = { DATABASE_URL: target.connectionString, TABIJI_DATA_DIR: newDir }
    const keyless = await cli(['restore', file], env)
    expect(keyless).toMatchObject({ code: 1, stdout: '' })
    expect(keyless.stderr).toMatch(new RegExp(`secret key of this backup.*is missing here.*${newDir}/secret-key`, 's'))
    expect(existsSync(newDir), 'no key of its own was made').toBe(false)

    mkdirSync(newDir)
    cpSync(path.join(oldDir, 'secret-key'), path.join(newDir, 'secret-key'))
    const restored = await cli(['restore', file], env)
    expect(restored).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/Restored \d+ rows/) })
    expect(await cli(['restore', file], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('not empty') })
    await target.drop()
    rmSync(newDir, { recursive: true })
  })

  test('name what is wrong with their options', async () => {
    const env = { TABIJI_DATA_DIR: path.join(dir, 'none') }
    const said = await Promise.all(
      [['backup'], ['restore', 'a', 'b'], ['restore', 'a', '--pause'], ['restore', path.join(dir, 'nothing')], []].map(
        async (args) => (await cli(args, env)).stderr,
      ),
    )
    expect(said).toEqual([
      expect.stringContaining('The name of the file is missing'),
      expect.stringContaining('One file is expected, not 2'),
      expect.stringContaining('--pause'),
      expect.stringContaining('There is no file'),
      expect.stringMatching(/backup FILE.*restore FILE \[--paused\]/s),
    ])
  })
})
