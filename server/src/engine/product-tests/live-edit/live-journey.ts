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
// simulated: it stands still until a test advances it, so that nobody is between two places when people are counted.

export type Person = {
  email: string
  /** Which branch the person takes where a journey splits by group. */
  group: string
  /** Where a journey asks for it, late people reach a place two hours after early ones. */
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

/** One branch for each group, with the group's name. */
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
  /** The number of people in each journey. */
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

  /** Publishes the journey while all people wait for it, and lets them move until they rest. */
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
   * Publishes, and returns the promised rows by their ids. Nobody moves while the clock stands still, so the preview and the
   * promise must agree.
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

  /** Advances the clock, and lets all people who are due by then move until they rest again. */
  async pass(ms: number): Promise<void> {
    const { app, clock } = this.live
    clock.advance(ms)
    // The timers of the queue use the clock of the database.
    for (const { journeyId, stepId } of await dueSteps(app.deps.db as Database, clock.now()))
      app.deps.stepNotifier.notify(journeyId, stepId)
    await this.quiet()
  }

  /** Waits until the last publish is applied, nobody is due, and nothing is under way. */
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

  /** The numbers by node. Also checks the sums of every node. */
  async numbers(): Promise<Record<string, NodeAnalytics>> {
    const { nodes } = (await this.rest('GET', '/analytics')) as JourneyAnalytics
    for (const node of nodes) expectSum(node)
    return Object.fromEntries(nodes.map((node) => [node.nodeId, node]))
  }

  /** How many people of each group are at each place: `{'move at rest': 1250, 'exit completed: nodeRemovedExit': 1250}`. */
  async positions(): Promise<Record<string, number>> {
    const rows = await this.query<{ place: string; people: number }>(
      `select p.fields->>'group' || case when e.status = 'active' then ' at ' || e.node_id
           else ' ' || e.status || ': ' || coalesce(e.reason, '') end as place, count(*)::integer as people
       from enrollments e join participants p on p.id = e.participant_id
       where e.journey_id = $1 group by 1 order by 1`,
    )
    return Object.fromEntries(rows.map(({ place, people }) => [place, people]))
  }

  /** For each person at a node: how long after their arrival the wait or time limit ends, and how far from now they are due. */
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

  /** Pauses the people still inside, so that the next test does not move them when it advances the clock. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.rest('POST', '/stop')
  }
}

/**
 * Expects all moments to be within the window and spread over it: no tenth of the window holds more than a quarter of the people.
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
