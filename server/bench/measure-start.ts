import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { repositoryDir } from '../src/kernel/env.ts'
import { buildWeb } from '../src/app/start/build-web.ts'
import { startEmbeddedPostgres } from '../src/app/embedded-postgres/embedded-postgres.ts'
import { makeDataFolder } from './data-folder.ts'
import type { Measurement } from './measurement.ts'
import { medianOf } from './statistics.ts'

type Seconds = { cold: number; warm: number }

/**
 * The time from the command to the first page, with an empty data folder and with an existing one. Everything is
 * installed.
 */
export const measureStart: Measurement = async function* (_, { rounds }) {
  await buildWeb((line) => process.stderr.write(`${line}\n`))
  const medians = async (run: (dataDir: string) => Promise<number>): Promise<Seconds> => {
    const both = async () => {
      await using folder = await makeDataFolder()
      return { cold: await run(folder.dir), warm: await run(folder.dir) }
    }
    const { cold } = await medianOf(rounds, both, ({ cold }) => cold)
    const { warm } = await medianOf(rounds, both, ({ warm }) => warm)
    return { cold, warm }
  }
  const postgres = await medians(startPostgres)
  const tabiji = await medians(startTabiji)
  for (const [kind, atMost] of [
    ['cold', 5],
    ['warm', 2],
  ] as const) {
    yield {
      name: `npm start → first page, ${kind}`,
      value: tabiji[kind],
      unit: 's',
      baseline: { name: `PostgreSQL alone, ${kind} start to first query`, value: postgres[kind] },
      goal: { value: { atMost } },
    }
  }
}

async function startPostgres(dataDir: string): Promise<number> {
  const begun = performance.now()
  const postgres = await startEmbeddedPostgres({ dataDir })
  const seconds = (performance.now() - begun) / 1000
  await postgres.stop()
  return seconds
}

async function startTabiji(dataDir: string): Promise<number> {
  const { PORT: _, DATABASE_URL: __, ROLE: ___, ...env } = process.env
  const begun = performance.now()
  const child = spawn('npm', ['start', '--silent'], {
    cwd: repositoryDir,
    env: { ...env, TABIJI_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  try {
    const address = await Promise.race([
      addressOf(child),
      exited.then(() => Promise.reject(new Error('npm start ended before it was ready'))),
    ])
    const page = await (await fetch(address)).text()
    if (!page.includes('<div id="root">')) throw new Error(`${address} answered no page: ${page.slice(0, 200)}`)
    return (performance.now() - begun) / 1000
  } finally {
    if (child.exitCode === null) child.kill('SIGTERM')
    await exited
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = ''
  for await (const chunk of child.stdout!) {
    said += String(chunk)
    const address = /Tabiji is ready.*\n(http\S+)/.exec(said)?.[1]
    if (address !== undefined) return address
  }
  throw new Error(`npm start named no address:\n${said}`)
}
