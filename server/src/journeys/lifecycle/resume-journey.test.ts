import { describe, expect, it } from 'vitest'
import {
  createManualClockApp,
  ctaJourney,
  day,
  enroll,
  hour,
  publishedJourney,
  personStates,
  work,
} from '../../../test/app-with-test-clock.ts'
import { runJob } from '../../../test/run-job.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { jsonOf } from '../../../test/test-app.ts'
import { journeyAnalytics } from '../../insights/journeys/journey-analytics.ts'
import type { Ctx } from '../../kernel/context.ts'
import { closeCta } from '../../engagement/ctas/close-cta.ts'
import type { Database } from '../../kernel/db/database.ts'
import { getParticipant } from '../people/get-participant.ts'
import { applyResumeBatch } from '../../engine/relocation/apply-resume.ts'
import { getJourney } from '../drafts/get-journey.ts'
import { pauseJourney } from './pause-journey.ts'
import { previewResume } from './preview-resume.ts'
import { publishJourney } from '../publishing/publish-journey.ts'
import { replaceDraft } from '../drafts/replace-draft.ts'
import { stopJourney } from './stop-journey.ts'
import { resumeJob } from '../../engine/relocation/resume-job.ts'
import { sweepJob } from '../../engine/relocation/sweep-job.ts'
import { ctaOperations } from '../../engagement/ctas/cta.operations.ts'
import { journeyOperations } from '../drafts/journey.operations.ts'
import { participantOperations } from '../people/participant.operations.ts'
import { calling, callingForJourney } from '../../../test/call-operation.ts'

const listCtas = calling(ctaOperations.list)
const resumeJourney = callingForJourney(journeyOperations.resume)
const restartJourney = callingForJourney(journeyOperations.restart)
const listHistory = callingForJourney(journeyOperations.history)
const listParticipants = callingForJourney(participantOperations.list)

async function expectNumbersAddUp(ctx: Ctx, id: string): Promise<Record<string, Record<string, number>>> {
  const { nodes } = await journeyAnalytics(ctx, id)
  for (const node of nodes) {
    const left = Object.values(node.left).reduce((sum, people) => sum + people, 0)
    expect(node.entered, node.nodeId).toBe(node.waiting + left + node.dropped + node.parked + node.moved)
  }
  return Object.fromEntries(nodes.map((node) => [node.nodeId, node.left]))
}

async function pathOf(ctx: Ctx, id: string, email: string) {
  const { items } = await listParticipants(ctx, id, { q: email })
  return getParticipant(ctx, id, items[0]!.participantId)
}

describe('send', () => {
  it('gives each overdue person a moment within the window, and leaves those who are not due alone', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const id = await publishedJourney(ctx)
    await enroll(ctx, id, 1000)
    await work(app)
    clock.advance(day)
    await enroll(ctx, id, 10, {}, 5000)
    await work(app)
    await pauseJourney(ctx, id)
    const before = await personStates(app, id)
    clock.advance(30 * hour)
    expect(await previewResume(ctx, id)).toMatchObject({ overdue: 1000, newcomers: 0, waiting: 1010 })

    const resumed = await resumeJourney(ctx, id, { overdue: 'send', spreadMinutesPer10k: 50 })
    expect(resumed).toEqual({ state: 'active', resuming: null })
    const people = await personStates(app, id)
    const overdue = people.filter((person, index) => before[index]!.dueAt! <= clock.at && person.stepId === 'cool/wait')
    expect(overdue).toHaveLength(1000)
    const offsets = overdue.map((person) => person.dueAt! - clock.at)
    expect(Math.min(...offsets)).toBeGreaterThan(0)
    expect(Math.max(...offsets)).toBeLessThanOrEqual(5 * 60_000 + 1)
    expect(new Set(offsets).size).toBeGreaterThan(900)
    expect(people.filter((person) => person.dueAt! > clock.at + hour)).toEqual(
      before.filter((person) => person.dueAt! > clock.at),
    )

    clock.advance(5 * 60_000 + 1)
    await work(app)
    expect((await expectNumbersAddUp(ctx, id)).cool).toEqual({ next: 1000 })
  })

  it('sends nobody outside of the hours they wait for', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const document = ctaJourney()
    document.nodes.find(({ id }) => id === 'cool')!.config = {
      mode: 'window',
      weekdays: [1, 2, 3, 4, 5],
      from: '08:00',
      to: '08:30',
    }
    const id = await publishedJourney(ctx, document)
    await enroll(ctx, id, 20)
    await work(app)
    await pauseJourney(ctx, id)
    // From Monday 09:00 to Wednesday 21:00: the opening of Tuesday has passed, the next is on Thursday.
    clock.advance(60 * hour)
    await resumeJourney(ctx, id, { overdue: 'send' })
    const dues = new Set((await personStates(app, id)).map((person) => new Date(person.dueAt!).toISOString()))
    expect([...dues]).toEqual(['2026-03-05T08:00:00.000Z'])
  })
})

describe('shift', () => {
  it('lengthens waits and time limits by the pause, and a wait timed anew afterwards still knows of it', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const id = await publishedJourney(ctx)
    await enroll(ctx, id, 5)
    await work(app)
    clock.advance(2 * day)
    await work(app)
    await enroll(ctx, id, 5, {}, 100)
    await work(app)
    clock.advance(day)
    const before = await personStates(app, id)
    await pauseJourney(ctx, id)
    clock.advance(5 * day)
    await resumeJourney(ctx, id, { overdue: 'shift' })
    const after = await personStates(app, id)
    expect(after).toEqual(
      before.map((person) => ({
        ...person,
        enteredAt: person.enteredAt + 5 * day,
        dueAt: person.dueAt! + 5 * day,
        timeLimitAt: person.timeLimitAt === null ? null : person.timeLimitAt + 5 * day,
      })),
    )

    const { document, draftRevision } = await getJourney(ctx, id)
    const changed = structuredClone(document)
    changed.nodes.find((node) => node.id === 'cool')!.config = { mode: 'duration', amount: 40, unit: 'hours' }
    await replaceDraft(ctx, id, { baseRevision: draftRevision, document: changed })
    await publishJourney(ctx, id)
    await runJob(app.deps, sweepJob, { journeyId: id })
    const cooling = (await personStates(app, id)).filter((person) => person.stepId === 'cool/wait')
    expect(cooling.map((person) => person.dueAt! - clock.at)).toEqual(Array.from({ length: 5 }, () => 16 * hour))
  })

  it('shifts whoever came to a wait during the pause by the rest of it alone, and keeps dates', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const document = ctaJourney()
    document.nodes.find(({ id }) => id === 'cool')!.config = { mode: 'untilField', field: 'renewal' }
    const id = await publishedJourney(ctx, document)
    await enroll(ctx, id, 1, { renewal: '2026-03-04' }, 1)
    await enroll(ctx, id, 1, { renewal: '2026-03-20' }, 2)
    await work(app)
    await pauseJourney(ctx, id)
    clock.advance(4 * day)
    // The state after a call that was in flight when the pause began.
    await app.deps.pool.query(
      `update enrollments set step_id = 'answer/wait', node_id = 'answer', entered_at = $2, time_limit_at = $3, due_at = $3
       where journey_id = $1 and participant_id = (select id from participants where email = 'customer2@example.com')`,
      [id, new Date(clock.at - day), new Date(clock.at + 2 * day)],
    )
    await resumeJourney(ctx, id, { overdue: 'shift', spreadMinutesPer10k: 0 })
    expect(await personStates(app, id)).toMatchObject([
      { stepId: 'cool/wait', dueAt: Date.parse('2026-03-04T00:00:00Z') },
      { stepId: 'answer/wait', enteredAt: clock.at, timeLimitAt: clock.at + 3 * day, dueAt: clock.at + 3 * day },
    ])
  })

  it('treats each of 12,000 people exactly once, also when the worker dies in the middle', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const id = await publishedJourney(ctx)
    await enroll(ctx, id, 12_000)
    await work(app)
    await pauseJourney(ctx, id)
    const before = await personStates(app, id)
    clock.advance(3 * day)
    expect(await resumeJourney(ctx, id, { overdue: 'shift' })).toEqual({
      state: 'paused',
      resuming: { overdue: 'shift', done: 0, total: 12_000 },
    })
    expect(await getJourney(ctx, id)).toMatchObject({ state: 'paused', resuming: { done: 0, total: 12_000 } })
    const deps = { ...app.deps, db: app.deps.db as Database }
    const journey = { journeyId: id, workspaceId: ctx.workspaceId }
    await deps.db.transaction().execute((trx) => applyResumeBatch(deps, trx, journey))
    const dying = deps.db.transaction().execute(async (trx) => {
      await applyResumeBatch(deps, trx, journey)
      throw new Error('the power is out')
    })
    await expect(dying).rejects.toThrow('the power is out')
    expect(await getJourney(ctx, id)).toMatchObject({ state: 'paused', resuming: { done: 5000 } })
    // No enrollment may be claimed before all were treated.
    await work(app)
    // Two workers at once: the runs of one journey never overlap.
    await Promise.all([runJob(deps, resumeJob, { journeyId: id }), runJob(deps, resumeJob, { journeyId: id })])

    expect(await getJourney(ctx, id)).toMatchObject({ state: 'active', resuming: null, pausedAt: null })
    expect(await personStates(app, id)).toEqual(
      before.map((person) => ({ ...person, enteredAt: person.enteredAt + 3 * day, dueAt: person.dueAt! + 3 * day })),
    )
    expect((await listHistory(ctx, id)).items[0]).toMatchObject({ to: 'active', people: 12_000, isFinished: true })
  })
})

describe('skip', () => {
  it('lets overdue people go on to their next wait without CTA and mail, but with fields; newcomers miss nothing', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const id = await publishedJourney(ctx)
    await enroll(ctx, id, 3)
    await work(app)
    await pauseJourney(ctx, id)
    clock.advance(3 * day)
    await enroll(ctx, id, 2, {}, 100)
    expect(await previewResume(ctx, id)).toMatchObject({ overdue: 5, newcomers: 2 })
    await resumeJourney(ctx, id, { overdue: 'skip' })

    const paused = await pathOf(ctx, id, 'customer0@')
    expect(paused.fields.stage).toBe('asked')
    expect(paused.stepExecutions.map(({ stepId, outlet, reason }) => [stepId, outlet, reason])).toEqual([
      ['entry/arrive', 'next', expect.objectContaining({ code: 'waited' })],
      ['cool/wait', 'next', expect.objectContaining({ code: 'waited' })],
      ['mark/update', 'next', expect.objectContaining({ code: 'updated' })],
      ['ring/open', 'next', { code: 'skippedOnResume' }],
    ])
    expect((await listCtas(ctx, {})).items).toEqual([])
    const places = (await personStates(app, id)).map(({ email, stepId }) => `${email} ${stepId}`)
    expect(places.toSorted()).toEqual([
      'customer0@example.com answer/wait',
      'customer100@example.com entry/arrive',
      'customer101@example.com entry/arrive',
      'customer1@example.com answer/wait',
      'customer2@example.com answer/wait',
    ])
    await expectNumbersAddUp(ctx, id)

    clock.advance(hour)
    await work(app)
    clock.advance(2 * day)
    await work(app)
    expect((await listCtas(ctx, {})).items).toHaveLength(2)
    await expectNumbersAddUp(ctx, id)
  })

  it('leaves out what somebody stands at who was to have it when the pause began', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const id = await publishedJourney(ctx)
    await enroll(ctx, id, 1)
    await work(app)
    clock.advance(2 * day)
    await work(app)
    await closeCta(ctx, { id: (await listCtas(ctx, {})).items[0]!.id, outcome: 'closedSuccess' })
    await work(app)
    expect(await personStates(app, id)).toMatchObject([{ stepId: 'thanks/send' }])
    await pauseJourney(ctx, id)
    clock.advance(hour)
    await resumeJourney(ctx, id, { overdue: 'skip' })
    expect(await personStates(app, id)).toMatchObject([{ status: 'completed', stepId: 'done/end' }])
    expect((await expectNumbersAddUp(ctx, id)).thanks).toEqual({ next: 1 })
  })
})

describe('a signal during a pause', () => {
  for (const overdue of ['send', 'shift', 'skip'] as const) {
    it(`lets its person leave by met when it came in time, though the limit has passed since (${overdue})`, async () => {
      const { app, clock, ctx } = await createManualClockApp()
      await using _ = app
      const id = await publishedJourney(ctx)
      await enroll(ctx, id, 2)
      await work(app)
      clock.advance(2 * day)
      await work(app)
      const { items } = await listCtas(ctx, {})
      await pauseJourney(ctx, id)
      clock.advance(day)
      const answered = items.find(({ name }) => name === 'Ring customer0@example.com')!
      await closeCta(ctx, { id: answered.id, outcome: 'closedSuccess' })
      clock.advance(10 * day)
      await resumeJourney(ctx, id, { overdue })
      clock.advance(hour)
      await work(app)
      const left = await expectNumbersAddUp(ctx, id)
      expect(left.answer).toEqual(overdue === 'shift' ? { met: 1 } : { met: 1, timedOut: 1 })
      const path = await pathOf(ctx, id, 'customer0@')
      expect(path.stepExecutions.find(({ nodeId }) => nodeId === 'answer')).toMatchObject({ outlet: 'met' })
    })
  }
})

describe('resuming and suspending', () => {
  it('keeps everybody in place over a stop, and a restart asks and records like a resume', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const id = await publishedJourney(ctx)
    await enroll(ctx, id, 3)
    await work(app)
    await pauseJourney(ctx, id)
    const before = await personStates(app, id)
    clock.advance(day)
    await stopJourney(ctx, id)
    clock.advance(day)
    await work(app)
    expect(await personStates(app, id)).toEqual(before)
    expect(await restartJourney(ctx, id, { overdue: 'shift' })).toEqual({ state: 'active', resuming: null })
    expect((await personStates(app, id)).map((person) => person.dueAt)).toEqual(
      before.map((person) => person.dueAt! + 2 * day),
    )
    expect((await listHistory(ctx, id)).items).toMatchObject([
      { from: 'stopped', to: 'active', overdue: 'shift', pausedAt: '2026-03-02T09:00:00.000Z', people: 3 },
      { from: 'paused', to: 'stopped', overdue: null, people: 3, actor: { name: 'Test admin' } },
      { from: 'active', to: 'paused', at: '2026-03-02T09:00:00.000Z', people: 3, isFinished: true },
      { from: 'draft', to: 'active', people: 0, isFinished: true },
    ])
    const page = await listHistory(ctx, id, { limit: 2 })
    expect(page.items).toHaveLength(2)
    expect((await listHistory(ctx, id, { cursor: page.nextCursor! })).items).toMatchObject([
      { to: 'paused' },
      { from: 'draft' },
    ])
  })

  it('pauses a journey that is just being resumed: what was begun is finished, and nobody moves', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const id = await publishedJourney(ctx)
    await enroll(ctx, id, 2500)
    await work(app)
    await pauseJourney(ctx, id)
    clock.advance(3 * day)
    await resumeJourney(ctx, id, { overdue: 'send' })
    await expect(resumeJourney(ctx, id)).rejects.toMatchObject({ code: 'conflict', params: { state: 'resuming' } })
    await pauseJourney(ctx, id)
    const pausedAgain = new Date(clock.at).toISOString()
    await runJob(app.deps, resumeJob, { journeyId: id })
    expect(await getJourney(ctx, id)).toMatchObject({ state: 'paused', resuming: null, pausedAt: pausedAgain })
    clock.advance(day)
    await work(app)
    expect((await personStates(app, id)).every((person) => person.stepId === 'cool/wait')).toBe(true)
  })

  it('answers a large resume at once, and a worker brings it to its end', async () => {
    const { app, clock, ctx } = await createManualClockApp()
    await using _ = app
    const id = await publishedJourney(ctx)
    await enroll(ctx, id, 5000)
    await work(app)
    await pauseJourney(ctx, id)
    clock.advance(3 * day)
    const { resuming } = await resumeJourney(ctx, id, { overdue: 'skip' })
    expect(resuming).toEqual({ overdue: 'skip', done: 0, total: 5000 })
    await using _worker = await runWorker(app.deps)
    await until('the journey to go', async () => (await getJourney(ctx, id)).state === 'active')
    expect((await expectNumbersAddUp(ctx, id)).ring).toEqual({ next: 5000 })
    expect((await personStates(app, id)).filter((person) => person.stepId === 'answer/wait')).toHaveLength(5000)
  })

  it('names the state in words of both languages when it refuses', async () => {
    const { app, ctx } = await createManualClockApp()
    await using _ = app
    const key = await app.apiKey('admin')
    const id = await publishedJourney(ctx)
    const post = (verb: string, language: string, json?: unknown) =>
      app.request(`/api/v1/journeys/${id}/${verb}`, {
        method: 'POST',
        key,
        headers: { 'accept-language': language },
        ...(json === undefined ? {} : { json }),
      })
    const resume = await post('resume', 'en')
    expect(resume.status).toBe(409)
    expect((await jsonOf(resume)).detail).toBe('The journey is live; this needs it to be paused.')
    expect((await jsonOf(await post('restart', 'ja'))).detail).toBe(
      'ジャーニーの状態は「公開中」です。この操作には「停止」である必要があります。',
    )
    expect(await jsonOf(await post('stop', 'en'))).toEqual({ state: 'stopped' })
    expect((await jsonOf(await post('stop', 'ja'))).detail).toBe(
      'ジャーニーの状態は「停止」です。この操作には「公開中」または「一時停止中」である必要があります。',
    )
    expect((await post('restart', 'en', { overdue: 'later' })).status).toBe(422)
    expect(await jsonOf(await app.request(`/api/v1/journeys/${id}/overdue`, { key }))).toMatchObject({ overdue: 0 })
    expect(await jsonOf(await post('restart', 'en', { overdue: 'skip' }))).toEqual({ state: 'active', resuming: null })
    const history = await jsonOf(await app.request(`/api/v1/journeys/${id}/history`, { key }))
    expect(history.items).toMatchObject([
      { from: 'stopped', to: 'active', overdue: 'skip' },
      { from: 'active', to: 'stopped' },
      { from: 'draft', to: 'active' },
    ])
  })
})
