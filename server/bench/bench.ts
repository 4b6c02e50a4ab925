import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { openBench } from './bench-server.ts'
import { measureEngine } from './measure-engine.ts'
import { measureJobPerStep } from './measure-job-per-step.ts'
import { measureRawCalls } from './measure-raw-calls.ts'
import { measureRawSql } from './measure-raw-sql.ts'
import { measureRest } from './measure-rest.ts'

const usage = `npm run bench [-- --people N] [--workers N] [--json]

Every figure stands beside its baseline of the same run on the same machine; the ratio is what can be compared.
  --people N    people who go through the five-step journeys (20000)
  --workers N   worker processes for the engine (1)
  --json        one JSON document instead of the table`

export type Figure = {
  name: string
  value: number
  unit: string
  /** The figure it is measured against, and the ratio to it. */
  against?: { name: string; value: number; ratio: number }
  note?: string
}

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '20000' },
    workers: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(usage)
  process.exit(0)
}
const people = Number(values.people)
const workers = Number(values.workers)
if (!Number.isInteger(people) || people < 1 || !Number.isInteger(workers) || workers < 1) {
  console.error(usage)
  process.exit(2)
}

const say = (line: string) => {
  if (!values.json) console.error(line)
}
const figures: Figure[] = []
const add = (figure: Figure) => {
  figures.push(figure)
  return figure
}
const against = (base: Figure, value: number) => ({ name: base.name, value: base.value, ratio: value / base.value })

{
  await using bench = await openBench(say)

  say('Raw chunked SQL …')
  const rawSql = add({
    name: 'raw chunked SQL, one connection',
    value: await measureRawSql(bench, people),
    unit: 'transitions/s',
  })
  say('One pg-boss job per person and step …')
  const jobPerStep = add({
    name: 'one pg-boss job per person and step',
    value: await measureJobPerStep(bench, Math.min(people, 2000)),
    unit: 'transitions/s',
    note: '8 loops, one commit each',
  })
  say('Raw undici …')
  const inFlight = 100 * workers
  const rawCalls = add({
    name: `raw undici Pool.request, ${inFlight} in flight`,
    value: await measureRawCalls(bench, inFlight),
    unit: 'calls/s',
    note: 'target answers after 5 ms',
  })

  say('The engine without callouts …')
  const silent = await measureEngine(bench, { people, workers, withCallout: false })
  add({
    name: `engine, no callouts, ${workers} worker(s)`,
    value: silent.transitionsPerSecond,
    unit: 'transitions/s',
    against: against(rawSql, silent.transitionsPerSecond),
  })
  add({
    name: 'the same',
    value: silent.transitionsPerSecond,
    unit: 'transitions/s',
    against: against(jobPerStep, silent.transitionsPerSecond),
  })
  add({ name: 'WAL per transition, no callouts', value: silent.walBytesPerTransition, unit: 'B' })

  say('The engine with a callout in five steps …')
  const calling = await measureEngine(bench, { people, workers, withCallout: true })
  add({
    name: `engine, callouts, ${workers} worker(s) × 100 in flight`,
    value: calling.peoplePerSecond,
    unit: 'callouts/s',
    against: against(rawCalls, calling.peoplePerSecond),
  })
  add({
    name: 'the same, all steps',
    value: calling.transitionsPerSecond,
    unit: 'transitions/s',
    against: against(rawSql, calling.transitionsPerSecond),
  })
  add({
    name: 'the same, all steps',
    value: calling.transitionsPerSecond,
    unit: 'transitions/s',
    against: against(jobPerStep, calling.transitionsPerSecond),
  })
  add({ name: 'WAL per transition, callouts recorded', value: calling.walBytesPerTransition, unit: 'B' })
  add({ name: 'memory of a worker after it', value: calling.workerRssMb, unit: 'MB' })

  for (const concurrency of [50, 100]) {
    say(`People one by one through REST, ${concurrency} in flight …`)
    const rest = await measureRest(bench, { people: Math.min(people, 5000), concurrency })
    add({
      name: `one person per REST request, ${concurrency} in flight`,
      value: rest.acceptedPerSecond,
      unit: 'persons/s',
      against: against(rawCalls, rest.acceptedPerSecond),
    })
    add({ name: 'the same, through the whole journey with its callout', value: rest.endedPerSecond, unit: 'persons/s' })
  }
}

if (values.json) {
  console.log(JSON.stringify({ people, workers, cpus: cpus().length, node: process.version, figures }, null, 2))
} else {
  console.log(
    `\n${people} people, ${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, everything on this machine\n`,
  )
  const line = (cells: string[]) =>
    `${cells[0]!.padEnd(58)} ${cells[1]!.padStart(10)} ${cells[2]!.padEnd(14)} ${cells[3]}`
  for (const { name, value, unit, against, note } of figures) {
    const beside = against ? `${format(against.ratio * 100)} % of ${against.name}` : (note ?? '')
    console.log(
      line([
        name,
        format(value),
        unit,
        against && against.ratio >= 10 ? `${format(against.ratio)} × ${against.name}` : beside,
      ]),
    )
  }
}

function format(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })
}
