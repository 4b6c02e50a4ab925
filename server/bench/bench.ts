import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { measureCallouts } from './measure-callouts.ts'
import { measureCrowd } from './measure-crowd.ts'
import { measureEngine } from './measure-engine.ts'
import { measureImport } from './measure-import.ts'
import { measureLatency } from './measure-latency.ts'
import { measureLoss } from './measure-loss.ts'
import { measureMemory } from './measure-memory.ts'
import { measurePages } from './measure-pages.ts'
import { measureRest } from './measure-rest.ts'
import { measureRetime } from './measure-retime.ts'
import { measureStart } from './measure-start.ts'
import type { Measurement, Options } from './measurement.ts'
import { type Bench, openBench } from './open-bench.ts'
import { describeRow, tableHead } from './print-row.ts'
import { isMet, ratioOf, type Row } from './row.ts'

const measurements: Record<string, Measurement> = {
  engine: measureEngine,
  callouts: measureCallouts,
  memory: measureMemory,
  rest: measureRest,
  import: measureImport,
  latency: measureLatency,
  pages: measurePages,
  retime: measureRetime,
  crowd: measureCrowd,
  loss: measureLoss,
  start: measureStart,
}

const usage = `npm run bench [-- --only NAMES] [--people N] [--workers LIST] [--rounds N] [--json FILE]

Every figure stands beside its baseline of the same run on the same machine; the ratio is what can be compared.
  --only NAMES    comma list of ${Object.keys(measurements).join(', ')} (all)
  --people N      how many people (100000)
  --workers LIST  numbers of worker processes to measure with, each in its turn (1,2)
  --rounds N      how often the short measurements are repeated; the median counts (3)
  --json FILE     also write everything as JSON`

const { only, options, json } = readArguments()
const machine = {
  cpus: cpus().length,
  cpu: cpus()[0]?.model.trim(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  commit: commit(),
}
console.log(
  `${options.people.toLocaleString('en')} people, ${machine.cpus} cores (${machine.cpu}), ${machine.memoryGb} GB, ` +
    `Node ${machine.node}, commit ${machine.commit}; everything on this machine\n\n${tableHead}`,
)

const measured: (Row & { measurement: string; ratio: number | null; isMet: boolean | null })[] = []
const failed: { measurement: string; error: string }[] = []
const begun = performance.now()
let bench: Bench | undefined
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // PostgreSQL runs in a process group of its own and would not stop with this process.
  process.once(signal, async () => {
    await bench?.[Symbol.asyncDispose]()
    process.exit(130)
  })
}
for (const name of only) {
  process.stderr.write(`${name} …\n`)
  try {
    // A new database for each measurement, so that none pays for what another left behind.
    await using fresh = await openBench()
    bench = fresh
    for await (const row of measurements[name]!(fresh, options)) {
      console.log(describeRow(row))
      measured.push({ measurement: name, ...row, ratio: ratioOf(row), isMet: isMet(row) })
    }
  } catch (error) {
    console.log(`${name} failed`)
    console.error(error)
    failed.push({ measurement: name, error: String(error) })
    process.exitCode = 1
  }
}

const seconds = Math.round((performance.now() - begun) / 1000)
const withGoal = measured.filter((row) => row.isMet !== null)
console.log(`\n${withGoal.filter((row) => row.isMet).length} of ${withGoal.length} goals met, in ${seconds} s`)
if (json !== undefined)
  await writeFile(json, `${JSON.stringify({ machine, options, seconds, rows: measured, failed }, null, 2)}\n`)

function readArguments(): { only: string[]; options: Options; json: string | undefined } {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', default: Object.keys(measurements).join(',') },
        people: { type: 'string', default: '100000' },
        workers: { type: 'string', default: '1,2' },
        rounds: { type: 'string', default: '3' },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(usage)
      process.exit(0)
    }
    const only = values.only.split(',').map((name) => name.trim())
    const unknown = only.find((name) => !Object.hasOwn(measurements, name))
    if (unknown !== undefined) throw new Error(`"${unknown}" is not measured.`)
    const options = {
      people: positive('people', values.people),
      workers: values.workers.split(',').map((count) => positive('workers', count)),
      rounds: positive('rounds', values.rounds),
    }
    return { only, options, json: values.json }
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    process.exit(2)
  }
}

function positive(name: string, text: string): number {
  const number = Number(text.replaceAll('_', ''))
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} takes whole numbers from 1, not "${text}".`)
  return number
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
