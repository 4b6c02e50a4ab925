import { expect } from 'vitest'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import type { JourneyAnalytics, NodeAnalytics } from '../../../insights/journeys/journey-analytics.ts'
import type { Database } from '../../../kernel/db/database.ts'
import { dueSteps } from '../../enrollments/due-step.repository.ts'
import type { PresentedPreviewRow } from '../../../journeys/publishing/present-publish-preview.ts'
import type { PublishInput } from '../../../journeys/drafts/journey.schemas.ts'
import { type CalloutServer, startCalloutServer } from '../../../../test/callout-server.ts'
import { ManualClock } from '../../../../test/manual-clock.ts'
import { runWorker, until } from '../../../../test/run-worker.ts'
import { createTestApp, jsonOf, type TestApp } from '../../../../test/test-app.ts'

// Journeys with thousands of people inside, edited over the public API while a real worker moves them. Only the clock is
// ours: it stands still until a test lets it pass, so that nobody is between two places when people are counted.

export type Person = {
  email: string
  /** Which branch they take where a journey splits by it. */
  group: string
  /** Where a journey asks for it, late people come to a place two hours after early ones. */
  half: 'early' | 'late'
  score: number
  renewal: string
}

export const personFields = [
  { key: 'email', type: 'email', required: true },
  { key: 'group', type: 'text' },
  { key: 'half', type: 'text' },
  { key: 'score', type: 'number' },
  { key: 'renewal', type: 'date' },
  { key: 'stage', type: 'text' },
] satisfies JourneyDocument['fields']

/** A branch for each group, named like it. */
export function byGroup(...groups: string[]) {
  return {
    kind: 'split',
    config: {
      branches: groups.map((group) => ({
        id: group,
        name: group,
        condition: { field: 'group', operator: 'eq', value: group },
      })),
    },
  }
}

export const isLate = {
  kind: 'split',
  config: { branches: [{ id: 'late', name: 'Late', condition: { field: 'half', operator: 'eq', value: 'late' } }] },
}

const dayMs = 86_400_000

export class LiveEditing implements AsyncDisposable {
  private readonly stack: AsyncDisposableStack
  readonly app: TestApp
  readonly clock: ManualClock
  readonly target: CalloutServer
  private readonly key: string
  /** How many people each journey gets. */
  readonly size: number

  private constructor(
    parts: Pick<LiveEditing, 'app' | 'clock' | 'target' | 'size'>,
    key: string,
    stack: AsyncDisposableStack,
  ) {
    this.app = parts.app
    this.clock = parts.clock
    this.target = parts.target
    this.size = parts.size
    this.key = key
    this.stack = stack
  }

  static async start(size: number): Promise<LiveEditing> {
    await using stack = new AsyncDisposableStack()
    const clock = new ManualClock()
    const target = stack.use(await startCalloutServer())
    const app = stack.use(await createTestApp({ deps: { clock }, env: { calloutAllow: [target.allow] } }))
    stack.use(await runWorker(app.deps))
    return new LiveEditing({ app, clock, target, size }, await app.apiKey('admin'), stack.move())
  }

  async rest(method: string, path: string, json?: unknown, headers: Record<string, string> = {}) {
    const response = await this.app.request(`/api/v1${path}`, {
      method,
      key: this.key,
      headers,
      ...(json !== undefined && { json }),
    })
    const answer = response.status === 204 ? {} : await jsonOf(response)
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }

  /** Publishes the journey with everybody waiting for it, and lets them go to where they stand still. */
  async begin(document: JourneyDocument, groups: readonly string[] = ['all']): Promise<LiveJourney> {
    const { id } = await this.rest('POST', '/journeys', document)
    const people = Array.from({ length: this.size }, (_, index): Person => ({
      email: `customer${index}@example.com`,
      group: groups[Math.floor(index / 2) % groups.length]!,
      half: index % 2 === 0 ? 'early' : 'late',
      score: index % 10,
      renewal: new Date(this.clock.at + (index % 2 === 0 ? -3 : 5) * dayMs).toISOString().slice(0, 10),
    }))
    for (let from = 0; from < people.length; from += 10_000)
      await this.rest('POST', `/journeys/${id}/participants`, { participants: people.slice(from, from + 10_000) })
    const journey = new LiveJourney(this, id, people)
    const { first } = await journey.publish()
    expectEqual(first!.people, this.size)
    return journey
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stack.disposeAsync()
  }
}

export class LiveJourney implements AsyncDisposable {
  private readonly live: LiveEditing
  readonly id: string
  readonly people: readonly Person[]

  constructor(live: LiveEditing, id: string, people: readonly Person[]) {
    this.live = live
    this.id = id
    this.people = people
  }

  count(which: (person: Person) => boolean): number {
    return this.people.filter(which).length
  }

  async edit(change: (document: JourneyDocument) => void): Promise<void> {
    const { rest } = this
    const document = await rest('GET', '')
    const draftRevision = document.draftRevision as number
    change(document)
    await rest('PUT', '', document, { 'if-match': `"${draftRevision}"` })
  }

  /**
   * Publishes, and answers the rows that were promised by their ids. While the clock stands still nobody moves, so the
   * preview and the promise must say the same.
   */
  async publish(
    choices: Record<string, string> = {},
    { isSwept = true, ...input }: PublishInput & { isSwept?: boolean } = {},
  ): Promise<Record<string, PresentedPreviewRow>> {
    const { rows } = await this.rest('POST', '/impact')
    const { promise } = await this.rest('POST', '/publish', { choices, ...input })
    if (isSwept) {
      expectEqual(promise, rows)
      await this.quiet()
    }
    return Object.fromEntries((promise as PresentedPreviewRow[]).map((row) => [row.id, row]))
  }

  /** Time passes, and whoever is due by then goes to where they stand still again. */
  async pass(ms: number): Promise<void> {
    const { app, clock } = this.live
    clock.advance(ms)
    // The timers of the queue go by the clock of the database.
    for (const { journeyId, stepId } of await dueSteps(app.deps.db as Database, clock.now()))
      app.deps.stepNotifier.notify(journeyId, stepId)
    await this.quiet()
  }

  /** Until the last publish is carried out, nobody is due, and nothing is under way. */
  async quiet(): Promise<void> {
    await until(
      'everybody to stand still',
      async () => {
        const sweep = await this.rest('GET', '/sweep')
        if (sweep?.isDone !== true) return false
        const [row] = await this.query<{ isMoving: boolean }>(
          `select exists (
             select from enrollments where journey_id = $1 and status = 'active'
               and (lease_until is not null or due_at <= $2)) as "isMoving"`,
          [this.live.clock.now()],
        )
        return !row!.isMoving
      },
      this.live.size > 10_000 ? 900_000 : 240_000,
    )
  }

  /** By node; the sums of every node are checked on the way. */
  async numbers(): Promise<Record<string, NodeAnalytics>> {
    const { nodes } = (await this.rest('GET', '/analytics')) as JourneyAnalytics
    for (const node of nodes) expectSum(node)
    return Object.fromEntries(nodes.map((node) => [node.nodeId, node]))
  }

  /** How many of each group are where: `{'move at rest': 1250, 'exit completed: nodeRemovedExit': 1250}`. */
  async positions(): Promise<Record<string, number>> {
    const rows = await this.query<{ place: string; people: number }>(
      `select p.fields->>'group' || case when e.status = 'active' then ' at ' || e.node_id
           else ' ' || e.status || ': ' || coalesce(e.reason, '') end as place, count(*)::integer as people
       from enrollments e join participants p on p.id = e.participant_id
       where e.journey_id = $1 group by 1 order by 1`,
    )
    return Object.fromEntries(rows.map(({ place, people }) => [place, people]))
  }

  /** Of those who stand at a node: how long after they came its wait or time limit ends, and how far from now they are due. */
  async times(nodeId: string): Promise<(Pick<Person, 'half'> & { endsAfterMs: number; fromNowMs: number })[]> {
    return this.query(
      `select p.fields->>'half' as half,
         (extract(epoch from coalesce(e.time_limit_at, e.due_at) - e.entered_at) * 1000)::float8 as "endsAfterMs",
         (extract(epoch from e.due_at - $3) * 1000)::float8 as "fromNowMs"
       from enrollments e join participants p on p.id = e.participant_id
       where e.journey_id = $1 and e.status = 'active' and e.node_id = $2`,
      [nodeId, this.live.clock.now()],
    )
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    // oxlint-disable-next-line typescript/no-explicit-any -- rows are described where they are asked for
    return (await this.live.app.deps.pool.query<any>(text, [this.id, ...values])).rows
  }

  rest = (method: string, path: string, json?: unknown, headers?: Record<string, string>) =>
    this.live.rest(method, `/journeys/${this.id}${path}`, json, headers)

  /** Holds whoever is still inside, so that the time of the next test is none of theirs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.rest('POST', '/stop')
  }
}

/**
 * Everybody within the window, and not all at one end of it: a tenth of the window never holds more than a quarter of the
 * people.
 */
export function expectSpread(fromNowMs: readonly number[], windowMs: number): void {
  expect(Math.min(...fromNowMs)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...fromNowMs)).toBeLessThanOrEqual(windowMs)
  const tenths = Map.groupBy(fromNowMs, (ms) => Math.min(9, Math.floor((ms / windowMs) * 10)))
  for (let tenth = 0; tenth < 10; tenth++) {
    const people = tenths.get(tenth)?.length ?? 0
    expect(people, `people in tenth ${tenth} of the window`).toBeGreaterThan(0)
    expect(people, `people in tenth ${tenth} of the window`).toBeLessThan(fromNowMs.length / 4)
  }
}

function expectSum({ nodeId, entered, waiting, left, dropped, parked, moved }: NodeAnalytics): void {
  const out = Object.values(left).reduce((sum, people) => sum + people, 0)
  expect(entered, `entered of ${nodeId}`).toBe(waiting + out + dropped + parked + moved)
}

function expectEqual(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected)
}
