import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import type { Ctx } from '../src/kernel/context.ts'
import type { Database } from '../src/kernel/db/database.ts'
import { advanceDueEnrollments } from '../src/engine/enrollments/advance-due-enrollments.ts'
import { dueSteps } from '../src/engine/enrollments/due-step.repository.ts'
import { enrollParticipants } from '../src/engine/enrollments/enroll-participants.ts'
import { createJourney } from '../src/journeys/drafts/create-journey.ts'
import { publishJourney } from '../src/journeys/publishing/publish-journey.ts'
import { ensurePartitions } from '../src/operations/retention/ensure-partitions.ts'
import { ManualClock } from './manual-clock.ts'
import { createTestApp, type TestApp } from './test-app.ts'

export const hour = 3_600_000
export const day = 24 * hour

export async function createManualClockApp(): Promise<{ app: TestApp; clock: ManualClock; ctx: Ctx }> {
  const clock = new ManualClock()
  const app = await createTestApp({ deps: { clock } })
  await ensurePartitions(app.deps)
  return { app, clock, ctx: app.ctx('admin') }
}

/** Entry, a wait of two days, a field, a CTA, a wait of three days for its success, an e-mail, exit. */
export function ctaJourney(change: Partial<JourneyDocument> = {}): JourneyDocument {
  return journeyDocumentSchema.parse({
    name: 'Call new customers',
    timeZone: 'UTC',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'stage', type: 'text' },
      { key: 'renewal', type: 'date' },
    ],
    nodes: [
      { id: 'entry', kind: 'entry' },
      { id: 'cool', kind: 'waitTimer', config: { mode: 'duration', amount: 48, unit: 'hours' } },
      { id: 'mark', kind: 'updateField', config: { assignments: [{ field: 'stage', value: 'asked' }] } },
      { id: 'ring', kind: 'createCta', config: { name: 'Ring {{ participant.email }}' } },
      {
        id: 'answer',
        kind: 'conditionalWait',
        config: {
          condition: { signal: 'ctaClosedSuccess', node: 'ring' },
          timeLimit: { amount: 72, unit: 'hours' },
        },
      },
      { id: 'thanks', kind: 'email', config: { subject: 'Thank you', body: 'Thank you' } },
      { id: 'done', kind: 'exit', config: { reason: 'completed' } },
      { id: 'silent', kind: 'exit', config: { reason: 'silent' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'cool' },
      { source: 'cool', outlet: 'next', target: 'mark' },
      { source: 'mark', outlet: 'next', target: 'ring' },
      { source: 'ring', outlet: 'next', target: 'answer' },
      { source: 'answer', outlet: 'met', target: 'thanks' },
      { source: 'answer', outlet: 'timedOut', target: 'silent' },
      { source: 'thanks', outlet: 'next', target: 'done' },
    ],
    ...change,
  })
}

export async function publishedJourney(ctx: Ctx, document = ctaJourney()): Promise<string> {
  const { id } = await createJourney(ctx, document)
  await publishJourney(ctx, id)
  return id
}

export async function enroll(ctx: Ctx, id: string, count: number, more: object = {}, from = 0): Promise<void> {
  for (let done = 0; done < count; done += 5000) {
    await enrollParticipants(ctx, id, {
      participants: Array.from({ length: Math.min(5000, count - done) }, (_, index) => ({
        email: `customer${from + done + index}@example.com`,
        ...more,
      })),
    })
  }
}

/** Does the work of the workers up to now, except outside effects. */
export async function work(app: TestApp): Promise<void> {
  const deps = { ...app.deps, db: app.deps.db as Database }
  for (;;) {
    const steps = (await dueSteps(deps.db, deps.clock.now())).filter(({ stepId }) => !/\/(call|send)$/.test(stepId))
    if (steps.length === 0) return
    for (const step of steps)
      while ((await advanceDueEnrollments(deps, { ...step, workspaceId: app.workspace.id })).isFull);
  }
}

export type PersonState = {
  email: string
  status: string
  stepId: string
  enteredAt: number
  nodeEnteredAt: number
  dueAt: number | null
  timeLimitAt: number | null
}

/** The state of every enrollment, ordered by e-mail. */
export async function personStates(app: TestApp, id: string): Promise<PersonState[]> {
  const { rows } = await app.deps.pool.query<Record<string, Date | string | null>>(
    `select p.email, e.status::text, e.step_id, e.entered_at, e.node_entered_at, e.due_at, e.time_limit_at
     from enrollments e join participants p on p.id = e.participant_id where e.journey_id = $1 order by p.email`,
    [id],
  )
  const ms = (value: unknown) => (value instanceof Date ? value.getTime() : null)
  return rows.map((row) => ({
    email: String(row.email),
    status: String(row.status),
    stepId: String(row.step_id),
    enteredAt: ms(row.entered_at)!,
    nodeEnteredAt: ms(row.node_entered_at)!,
    dueAt: ms(row.due_at),
    timeLimitAt: ms(row.time_limit_at),
  }))
}
