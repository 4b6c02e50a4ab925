import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { findRunningDatabase, startEmbeddedPostgres } from '../src/app/embedded-postgres/embedded-postgres.ts'
import { clusterDirOf } from '../src/app/embedded-postgres/ensure-cluster.ts'

const main = path.resolve(import.meta.dirname, '../src/app/main.ts')

export type Program = { child: ChildProcess; lines: string[]; ended: Promise<number | null> }

export type ProgramFolder = { readonly dataDir: string; start(env?: Record<string, string>): Program }

/**
 * Runs the program as a person starts it, in a new private folder for each test, without the test run's PostgreSQL.
 * Processes that a test leaves running are killed after it.
 */
export function openProgramFolder(): ProgramFolder {
  let dataDir = ''
  const children: ChildProcess[] = []
  beforeEach(async () => {
    dataDir = path.join(await mkdtemp(path.join(tmpdir(), 'tabiji-main-')), 'data')
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    if (await findRunningDatabase(dataDir)) await (await startEmbeddedPostgres({ dataDir })).stop()
    const clusterDir = await clusterDirOf(dataDir)
    if (!clusterDir.startsWith(dataDir)) await rm(path.dirname(clusterDir), { recursive: true, force: true })
    await rm(path.dirname(dataDir), { recursive: true, force: true })
  })
  return {
    get dataDir() {
      return dataDir
    },
    start(env = {}) {
      const child = spawn(process.execPath, [main], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], TABIJI_DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env },
      })
      children.push(child)
      const lines: string[] = []
      for (const stream of [child.stdout, child.stderr])
        stream
          ?.setEncoding('utf8')
          .on('data', (text: string) => lines.push(...text.split('\n').filter((line) => line !== '')))
      return { child, lines, ended: once(child, 'close').then(([code]) => code as number | null) }
    },
  }
}

/** Waits for the address, which is the last line that a ready program prints. */
export async function untilReady({ lines, ended }: Program): Promise<string> {
  let hasEnded = false
  void ended.then(() => (hasEnded = true))
  for (;;) {
    const last = lines.at(-1)
    if (last?.startsWith('http://')) return last
    if (hasEnded) throw new Error(`it ended before it was ready:\n${lines.join('\n')}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
