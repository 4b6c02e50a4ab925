import { openApi } from './api.ts'
import type { Measurement } from './measurement.ts'
import { type Bench, stopChild } from './open-bench.ts'
import { pagesOf, timeOf } from './pages.ts'
import { runToEnd } from './run-to-end.ts'
import { quantile } from './statistics.ts'

const samples = 100
const warmUps = 10

/** The response times of pages in a large journey with a Call API node, compared with a small one. */
export const measurePages: Measurement = async function* (bench, { people }) {
  const fewer = Math.min(10_000, Math.max(1, Math.round(people / 10)))
  const small = await measure(bench, fewer)
  const large = await measure(bench, people)
  const baseline = (value: number) => ({ name: `the same with ${fewer.toLocaleString('en')}`, value })
  const at = `at ${people.toLocaleString('en')} people`
  yield {
    name: `participant list ${at}, p95 of the slowest query`,
    value: large.list.p95,
    unit: 'ms',
    baseline: baseline(small.list.p95),
    goal: { ratio: { atMost: 1.5 }, value: { atMost: 25 } },
    note: large.list.slowest,
  }
  yield {
    name: `analytics ${at}, p95`,
    value: large.analytics,
    unit: 'ms',
    baseline: baseline(small.analytics),
    goal: { ratio: { atMost: 2 } },
  }
}

async function measure(bench: Bench, people: number) {
  const { journeyId } = await runToEnd(bench, { people, workers: 1, withCallout: true })
  await bench.database.pool.query('vacuum analyze')
  const web = await bench.startServer('web')
  const api = await openApi(bench, web.address)
  const p95 = async (path: string) => {
    const times: number[] = []
    for (let sample = -warmUps; sample < samples; sample++) {
      const time = await timeOf(api, path)
      if (sample >= 0) times.push(time)
    }
    return quantile(times, 0.95)
  }
  const pages = await pagesOf(bench, journeyId, people)
  const list = { p95: 0, slowest: '' }
  for (const path of pages.lists) {
    const time = await p95(path)
    if (time > list.p95) Object.assign(list, { p95: time, slowest: path.split('?')[1] })
  }
  const analytics = await p95(pages.analytics)
  await api.close()
  await stopChild(web.child)
  return { list, analytics }
}
