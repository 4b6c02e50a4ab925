import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildWorkspace } from '../../../test/factories.ts'
import { clockShowing } from '../../../test/manual-clock.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import type { Database } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { defineJob, type Job, type JobDefinition } from './define-job.ts'
import { claimRun, markForCancel, markForRetry } from './job-run.repository.ts'
import { createJobs } from './jobs.ts'
import { createJobRunner, type JobRunnerOptions } from './job-runner.ts'

let app: TestApp
let now: Date
let deps: Deps & { db: Database }

beforeAll(async () => {
  app = await createTestApp({ queue: false })
  const silent = pino({ level: 'silent' })
  const db = app.deps.db as Database
  const clock = clockShowing(() => now)
  deps = { ...app.deps, db, clock, log: silent, jobs: createJobs({ db, clock, ids: app.deps.ids }, []) }
})
beforeEach(async () => {
  now = new Date('2030-01-15T10:00:00Z')
  await sql`truncate job_runs`.execute(app.deps.db)
})
afterAll(() => app[Symbol.asyncDispose]())

const later = (ms: number) => (now = new Date(now.getTime() + ms))

const note = z.object({ note: z.string() })
type Note = z.infer<typeof note>

/** A kind whose runs execute the function of the test. */
const noteJob = (run: (job: Job<Note>) => Promise<void>, more: Partial<JobDefinition<Note>> = {}) => ({
  ...defineJob({ name: 'note', data: note, retry: 'slow', concurrency: 1, run }),
  ...more,
})

function runnerOf(definitions: readonly JobDefinition[], options: Partial<JobRunnerOptions> = {}) {
  return createJobRunner(deps, definitions, { workerId: deps.ids.uuid(), ...options })
}

/** Runs one turn, and waits for every run that it started. */
async function turn(definitions: readonly JobDefinition[], options: Partial<JobRunnerOptions> = {}) {
  const runner = runnerOf(definitions, options)
  await runner.tick()
  await runner.idle()
}

const send = (kind: JobDefinition<Note>, text: string, more: { key?: string; workspaceId?: string | null } = {}) =>
  deps.jobs.send(kind, { note: text }, { key: text, workspaceId: app.workspace.id, ...more })

async function rows() {
  return deps.db.selectFrom('job_runs').selectAll().orderBy('created_at').orderBy('id').execute()
}

/** Makes the last heartbeat old, as if the worker had been killed. */
async function loseWorker() {
  await sql`update job_runs set heartbeat_at = heartbeat_at - interval '11 seconds' where state = 'running'`.execute(
    deps.db,
  )
}

/** Blocks a run until the test opens the barrier, so that the test sees it running. */
function barrier() {
  let open = () => {}
  let arrive = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  return {
    open: () => open(),
    arrived,
    async wait() {
      arrive()
      await opened
    },
  }
}

describe('a kind of job', () => {
  it('gets its data as its schema parsed them, once', async () => {
    const seen: unknown[] = []
    let parsed = 0
    const data = z.object({ at: z.iso.datetime().transform((text) => (parsed++, new Date(text))) })
    const kind = defineJob({
      name: 'parsed',
      data,
      retry: 'slow',
      concurrency: 1,
      run: async (job) => void seen.push(job.data.at),
    })
    const raw = { ...kind, data: z.object({ at: z.string() }) }
    await deps.jobs.send(raw, { at: '2030-01-01T00:00:00Z' }, { key: 'a', workspaceId: null })
    await turn([kind])
    expect(seen).toEqual([new Date('2030-01-01T00:00:00Z')])
    expect(parsed).toBe(1)
  })

  it('is given up at once when its data have another form, with the reason', async () => {
    const ran: string[] = []
    const kind = noteJob(async (job) => void ran.push(job.data.note))
    await deps.jobs.send({ ...kind, data: z.object({}) }, {}, { key: 'a', workspaceId: null })
    await turn([kind])
    expect(ran).toEqual([])
    expect(await rows()).toMatchObject([{ state: 'failed', attempts: 0, error: { code: 'dataInvalid' } }])
  })

  it('is tried again after longer and longer, and then given up with the last reason', async () => {
    let tries = 0
    const kind = noteJob(async () => {
      throw new Error(`try ${++tries}`)
    })
    await send(kind, 'a')
    await turn([kind])
    expect(await rows()).toMatchObject([
      { state: 'waiting', attempts: 1, error: { code: 'unexpected', params: { detail: 'try 1' } } },
    ])
    await turn([kind])
    expect(tries, 'too early').toBe(1)
    for (const seconds of [30, 60, 120, 240, 480]) {
      later(seconds * 1000 - 1)
      await turn([kind])
      const before = tries
      later(1)
      await turn([kind])
      expect(tries).toBe(before + 1)
    }
    expect(await rows()).toMatchObject([{ state: 'failed', error: { params: { detail: 'try 6' } }, finished_at: now }])
    later(24 * 3_600_000)
    await turn([kind])
    expect(tries).toBe(6)
  })

  it('that was given up goes on from its cursor with all its tries when somebody says so', async () => {
    let isMended = false
    const kind = noteJob(async (job) => {
      await job.inBatches(0, async (_, cursor, progress) => {
        if (cursor === 2 && !isMended) throw new Error('broken')
        progress.done++
        return cursor === 3 ? null : cursor + 1
      })
    })
    await send(kind, 'a')
    for (let attempt = 0; attempt <= 5; attempt++) {
      await turn([kind])
      later(480_000)
    }
    const [failed] = await rows()
    expect(failed).toMatchObject({ state: 'failed', done: 2 })
    isMended = true
    const stranger = await buildWorkspace(deps)
    expect(await markForRetry(deps.db, stranger.id, failed!.id)).toBeUndefined()
    expect(await markForRetry(deps.db, app.workspace.id, failed!.id)).toBe('note')
    await turn([kind])
    expect(await rows()).toMatchObject([{ state: 'succeeded', done: 4, error: null }])
  })

  it('with a schedule runs once at each of its times, however many workers there are', async () => {
    const at: string[] = []
    const kind = defineJob({
      name: 'hourly',
      data: z.object({}),
      retry: 'slow',
      concurrency: 1,
      schedule: '17 * * * *',
      run: async () => void at.push(now.toISOString()),
    })
    const workers = [runnerOf([kind]), runnerOf([kind]), runnerOf([kind])]
    const all = async () => {
      await Promise.all(workers.map((worker) => worker.tick()))
      await Promise.all(workers.map((worker) => worker.idle()))
    }
    await all()
    expect(await rows()).toMatchObject([{ state: 'waiting', run_at: new Date('2030-01-15T10:17:00Z') }])
    later(16 * 60_000)
    await all()
    expect(at).toEqual([])
    later(60_000)
    await all()
    await all()
    later(3_600_000)
    await all()
    expect(at).toEqual(['2030-01-15T10:17:00.000Z', '2030-01-15T11:17:00.000Z'])
    await all()
    expect(await rows()).toMatchObject([{ state: 'succeeded' }, { state: 'waiting' }])
  })

  it('is sent with the rows of a transaction or not at all', async () => {
    const ran: string[] = []
    const kind = noteJob(async (job) => void ran.push(job.data.note))
    const undone = deps.db.transaction().execute(async (trx) => {
      await deps.jobs.send(kind, { note: 'undone' }, { key: 'a', workspaceId: null, db: trx })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await deps.db.transaction().execute(async (trx) => {
      await deps.jobs.send(kind, { note: 'kept' }, { key: 'a', workspaceId: null, db: trx })
      await turn([kind])
      expect(ran).toEqual([])
    })
    await turn([kind])
    expect(ran).toEqual(['kept'])
  })

  it('waits until its time', async () => {
    const ran: string[] = []
    const kind = noteJob(async (job) => void ran.push(job.data.note))
    const startAfter = new Date(now.getTime() + 5000)
    await deps.jobs.send(kind, { note: 'later' }, { key: 'a', workspaceId: null, startAfter })
    await turn([kind])
    expect(ran).toEqual([])
    later(5000)
    await turn([kind])
    expect(ran).toEqual(['later'])
  })

  it('runs once for all that were sent with one key, and once more for one that was sent meanwhile', async () => {
    const ran: string[] = []
    const under = barrier()
    const kind = noteJob(
      async (job) => {
        ran.push(job.data.note)
        if (ran.length === 1) await under.wait()
      },
      { concurrency: 5 },
    )
    for (const text of ['first', 'second', 'third']) await send(kind, text, { key: 'same' })
    const workers = [runnerOf([kind]), runnerOf([kind])]
    await Promise.all(workers.map((worker) => worker.tick()))
    await under.arrived
    await send(kind, 'meanwhile', { key: 'same' })
    await Promise.all(workers.map((worker) => worker.tick()))
    expect(ran).toEqual(['first'])
    under.open()
    await Promise.all(workers.map((worker) => worker.idle()))
    await turn([kind])
    expect(ran).toEqual(['first', 'meanwhile'])
    expect(await rows()).toMatchObject([{ state: 'succeeded', key: 'same' }])
  })

  it('is heard of at once by a worker that runs', async () => {
    const under = barrier()
    const kind = noteJob(() => under.wait())
    const runner = runnerOf([kind])
    await runner.start()
    try {
      await send(kind, 'a')
      await under.arrived
      expect(await rows()).toMatchObject([{ state: 'running' }])
    } finally {
      under.open()
      await runner.stop()
    }
    expect(await rows()).toMatchObject([{ state: 'succeeded' }])
  })
})

describe('a run in batches', () => {
  /** Adds a line for each of ten numbers; calls `before` in front of each. */
  const tenNumbers = (
    before: (number: number, job: Job<Note>) => Promise<void>,
    more: Partial<JobDefinition<Note>> = {},
  ) =>
    noteJob(async (job) => {
      await job.inBatches(1, async ({ db }, number, progress) => {
        await sql`insert into numbers values (${number})`.execute(db)
        await before(number, job)
        progress.done++
        progress.total = 10
        return number === 10 ? null : number + 1
      })
    }, more)

  const numbers = async () =>
    (await sql<{ number: number }>`select number from numbers order by number`.execute(deps.db)).rows.map(
      ({ number }) => number,
    )
  const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

  beforeEach(async () => {
    await sql`create table if not exists numbers (number integer)`.execute(deps.db)
    await sql`truncate numbers`.execute(deps.db)
  })

  it('saves what it wrote and how far it came together', async () => {
    const kind = tenNumbers(async (number) => {
      if (number === 4) throw new Error('in the middle')
    })
    await send(kind, 'a')
    await turn([kind])
    expect(await numbers()).toEqual([1, 2, 3])
    expect(await rows()).toMatchObject([{ state: 'waiting', done: 3, total: 10, cursor: { next: 4 } }])
  })

  it('that lost its worker is taken over from its cursor, and the first worker commits nothing more', async () => {
    const under = barrier()
    let isFirst = true
    const kind = noteJob(async (job) => {
      await job.inBatches(1, async ({ db }, number) => {
        await sql`insert into numbers values (${number})`.execute(db)
        return number === 10 ? null : number + 1
      })
    })
    const slow = noteJob(async (job) => {
      for (const number of [1, 2, 3]) {
        await job.batch(async ({ db }, progress) => {
          await sql`insert into numbers values (${number})`.execute(db)
          progress.cursor = { next: number + 1 }
        })
      }
      isFirst = false
      await under.wait()
      await job.batch(async ({ db }) => void (await sql`insert into numbers values (99)`.execute(db)))
    })
    await send(kind, 'a')
    const lost = runnerOf([slow])
    await lost.tick()
    await under.arrived
    expect(isFirst).toBe(false)
    await turn([kind])
    expect(await numbers(), 'not silent yet').toEqual([1, 2, 3])
    await loseWorker()
    // One turn takes it back and claims it.
    await turn([kind])
    expect(await numbers()).toEqual(oneToTen)
    under.open()
    await lost.idle()
    expect(await numbers()).toEqual(oneToTen)
    expect(await rows()).toMatchObject([{ state: 'succeeded' }])
  })

  it('whose batch is still under way is not taken over, however silent', async () => {
    const under = barrier()
    const kind = tenNumbers(async (number) => (number === 2 ? under.wait() : undefined))
    await send(kind, 'a')
    const runner = runnerOf([kind])
    await runner.tick()
    await under.arrived
    await turn([kind], { silentMs: -1 })
    expect(await rows()).toMatchObject([{ state: 'running', attempts: 0 }])
    under.open()
    await runner.idle()
    expect(await numbers()).toEqual(oneToTen)
  })

  it('that ends its worker each time is given up', async () => {
    const kind = noteJob(() => new Promise(() => {}))
    await send(kind, 'a')
    for (let attempt = 0; attempt <= 5; attempt++) {
      await runnerOf([kind]).tick()
      await loseWorker()
    }
    await runnerOf([kind]).tick()
    expect(await rows()).toMatchObject([{ state: 'failed', error: { code: 'workerLost' } }])
  })

  it('hands over after its time and goes on behind its last batch', async () => {
    const claims: number[] = []
    const kind = tenNumbers(async (number) => void claims.push(number))
    await send(kind, 'a')
    const runner = runnerOf([kind], { handOverMs: 0 })
    await runner.tick()
    await runner.idle()
    await runner.tick()
    await runner.idle()
    expect(await numbers()).toEqual(oneToTen)
    expect(claims).toEqual(oneToTen)
    expect(await rows()).toMatchObject([{ state: 'succeeded', done: 10, attempts: 0 }])
  })

  it('lets a run of another workspace go first when it hands over', async () => {
    const other = await buildWorkspace(deps)
    const order: string[] = []
    const kind = noteJob(async (job) => {
      await job.inBatches(1, async (_, number) => {
        order.push(`${job.data.note}${number}`)
        return number === 3 ? null : number + 1
      })
    })
    await send(kind, 'long')
    await send(kind, 'other', { workspaceId: other.id })
    const runner = runnerOf([kind], { handOverMs: 0 })
    for (let index = 0; index < 8; index++) {
      await runner.tick()
      await runner.idle()
    }
    expect(order).toEqual(['long1', 'other1', 'long2', 'other2', 'long3', 'other3'])
  })

  it('of a workspace with a thousand runs does not hold up the only one of another', async () => {
    const other = await buildWorkspace(deps)
    const kind = noteJob(async () => {})
    await sql`
      insert into job_runs (id, kind, workspace_id, key, data, created_at)
      select gen_random_uuid(), 'note', ${app.workspace.id}::uuid, 'many' || number, '{}', ${now}
      from generate_series(1, 1000) number`.execute(deps.db)
    later(1)
    await send(kind, 'only', { workspaceId: other.id })
    const claim = { workerId: deps.ids.uuid(), leaseId: deps.ids.uuid(), now }
    const keys = [await claimRun(deps.db, 'note', claim), await claimRun(deps.db, 'note', claim)].map((run) => run?.key)
    expect(keys[0]).toMatch(/^many/)
    expect(keys[1]).toBe('only')
  })

  it('is never in the hands of two workers', async () => {
    let under = 0
    let most = 0
    const kind = noteJob(
      async (job) => {
        under++
        most = Math.max(most, under)
        await job.batch(async ({ db }) => void (await sql`insert into numbers values (1)`.execute(db)))
        under--
      },
      { concurrency: 3 },
    )
    const workers = [runnerOf([kind]), runnerOf([kind]), runnerOf([kind])]
    for (let index = 0; index < 10; index++) {
      await send(kind, 'a')
      await Promise.all(workers.map((worker) => worker.tick()))
    }
    await Promise.all(workers.map((worker) => worker.idle()))
    await turn([kind])
    expect(most).toBe(1)
    expect(await rows()).toMatchObject([{ state: 'succeeded' }])
  })

  it('is cancelled between two batches, and what belongs to it is written with that', async () => {
    const cancelled: string[] = []
    const under = barrier()
    const kind = {
      ...tenNumbers(async () => {}),
      run: async (job: Job<Record<string, unknown>>) => {
        await job.batch(async ({ db }) => void (await sql`insert into numbers values (1)`.execute(db)))
        await under.wait()
        expect(job.signal.aborted).toBe(true)
        await job.batch(async ({ db }) => void (await sql`insert into numbers values (2)`.execute(db)))
      },
      onCancel: async (_: unknown, data: unknown) => void cancelled.push((data as Note).note),
    }
    await send(kind, 'a')
    const runner = runnerOf([kind])
    await runner.tick()
    await under.arrived
    const { id } = (await rows())[0]!
    const request = { workspaceId: app.workspace.id, id, kinds: ['note'], now }
    expect(await markForCancel(deps.db, { ...request, kinds: [] })).toBeUndefined()
    expect(await markForCancel(deps.db, request)).toBe('note')
    await runner.tick()
    under.open()
    await runner.idle()
    expect(await numbers()).toEqual([1])
    expect(cancelled).toEqual(['a'])
    expect(await rows()).toMatchObject([{ state: 'cancelled' }])
  })

  it('that waits is cancelled without being begun', async () => {
    const kind = { ...tenNumbers(async () => {}), isCancellable: true }
    await deps.jobs.send(
      kind,
      { note: 'a' },
      { key: 'a', workspaceId: app.workspace.id, startAfter: new Date(now.getTime() + 1e6) },
    )
    const { id } = (await rows())[0]!
    await markForCancel(deps.db, { workspaceId: app.workspace.id, id, kinds: ['note'], now })
    await turn([kind])
    expect(await numbers()).toEqual([])
    expect(await rows()).toMatchObject([{ state: 'cancelled' }])
  })

  it('is put back with its cursor when the process stops', async () => {
    const under = barrier()
    const kind = noteJob(async (job) => {
      await job.batch(async (_, progress) => void (progress.cursor = { next: 2 }))
      await under.wait()
      await job.batch(async () => {})
    })
    await send(kind, 'a')
    const runner = runnerOf([kind])
    await runner.tick()
    await under.arrived
    const stopped = runner.stop()
    under.open()
    await stopped
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 0, cursor: { next: 2 }, worker_id: null }])
  })
})
