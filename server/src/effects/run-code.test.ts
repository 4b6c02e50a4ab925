import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runWorker, until } from '../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../test/test-app.ts'
import { createCodeRunner } from '../kernel/code-sandbox/code-runner.ts'
import { codeThreads } from '../kernel/concurrency/budgets.ts'
import { enrollBatch } from '../engine/enrollments/enroll-batch.ts'
import { loadEnrollTarget } from '../engine/enrollments/enroll-target.ts'
import { createJourney } from '../journeys/drafts/create-journey.ts'
import { publishJourney } from '../journeys/publishing/publish-journey.ts'
import { validateDraft } from '../journeys/drafts/validate-draft.ts'

let app: TestApp
beforeAll(async () => {
  // Code that never ends is stopped soon, so that the tests use little CPU time.
  app = await createTestApp({ deps: { code: createCodeRunner({ cpuSeconds: 0.2 }) } })
})
afterAll(() => app[Symbol.asyncDispose]())

const at = { x: 0, y: 0 }

/** Entry, the code, a field that stores its result, an exit. Where `onError` is `outlet`, failures get a path of their own. */
function journeyOf(source: string, config: Record<string, unknown> = { onError: 'park' }) {
  const leadsToFailed = config.onError === undefined || config.onError === 'outlet'
  return {
    name: `Code ${app.deps.ids.uuid()}`,
    timeZone: 'Asia/Tokyo',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'score', type: 'number' },
      { key: 'tier', type: 'text' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      { id: 'calc', kind: 'code', position: at, config: { source, ...config } },
      {
        id: 'keep',
        kind: 'updateField',
        position: at,
        config: { assignments: [{ field: 'tier', value: { template: '{{ nodes.calc.tier }}' } }] },
      },
      { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
      ...(leadsToFailed ? [{ id: 'other', kind: 'exit', position: at, config: { reason: 'codeFailed' } }] : []),
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'calc' },
      { source: 'calc', outlet: 'next', target: 'keep' },
      { source: 'keep', outlet: 'next', target: 'done' },
      ...(leadsToFailed ? [{ source: 'calc', outlet: 'failed', target: 'other' }] : []),
    ],
  } satisfies Omit<JourneyDocument, 'schemaVersion'>
}

async function start(source: string, config?: Record<string, unknown>, people = 1) {
  const ctx = app.ctx()
  const { id: journeyId } = await createJourney(ctx, journeyOf(source, config) as never)
  await publishJourney(ctx, journeyId)
  await enrollBatch(
    ctx,
    await loadEnrollTarget(ctx, journeyId),
    Array.from({ length: people }, (_, n) => ({
      values: { email: `customer-${n}@example.com`, score: n },
    })),
  )
  return journeyId
}

async function ended(journeyId: string, people = 1) {
  return until('everybody is through or parked', async () => {
    const rows = await app.deps.db
      .selectFrom('enrollments')
      .innerJoin('participants', 'participants.id', 'enrollments.participant_id')
      .select(['participants.id', 'key', 'status', 'reason', 'fields', 'outputs'])
      .where('enrollments.journey_id', '=', journeyId)
      .where('status', '!=', 'active')
      .orderBy('key')
      .execute()
    return rows.length === people && rows
  })
}

describe('runCode', { timeout: 60_000 }, () => {
  it('gives its keys to the steps after it, and the path says what it returned', async () => {
    const journeyId = await start(`return { tier: participant.score >= 0 ? 'gold' : 'none', list: [1, 2] }`)
    await using _worker = await runWorker(app.deps)
    const [person] = await ended(journeyId)
    expect(person).toMatchObject({ status: 'completed', fields: { tier: 'gold' } })
    const path = await app.caller('viewer').participants.get({ journeyId, participantId: person!.id })
    expect(path.stepExecutions.find(({ nodeId }) => nodeId === 'calc')).toMatchObject({
      outcome: 'left',
      outlet: 'next',
      reason: { code: 'codeRan', returned: { tier: 'gold', list: [1, 2] }, keys: 2 },
    })
  })

  it('lets a split decide by what it returned', async () => {
    const ctx = app.ctx()
    const { nodes, edges, ...document } = journeyOf(`return { points: participant.score * 10 }`)
    const condition = { all: [{ field: 'nodes.calc.points', operator: 'gte', value: 10 }] }
    const { id: journeyId } = await createJourney(ctx, {
      ...document,
      nodes: [
        ...nodes.filter(({ id }) => id !== 'keep'),
        { id: 'fork', kind: 'split', position: at, config: { branches: [{ id: 'many', name: 'Many', condition }] } },
        { id: 'rich', kind: 'exit', position: at, config: { reason: 'many' } },
      ],
      edges: [
        ...edges.filter(({ source, target }) => source !== 'keep' && target !== 'keep'),
        { source: 'calc', outlet: 'next', target: 'fork' },
        { source: 'fork', outlet: 'many', target: 'rich' },
        { source: 'fork', outlet: 'default', target: 'done' },
      ],
    } as never)
    await publishJourney(ctx, journeyId)
    await enrollBatch(
      ctx,
      await loadEnrollTarget(ctx, journeyId),
      [0, 1, 2].map((score) => ({ values: { email: `customer-${score}@example.com`, score } })),
    )
    await using _worker = await runWorker(app.deps)
    expect((await ended(journeyId, 3)).map(({ reason }) => reason)).toEqual(['completed', 'many', 'many'])
  })

  it.each([
    ['park', { status: 'parked', reason: 'codeFailed' }, null],
    ['drop', { status: 'dropped', reason: 'codeFailed' }, null],
    ['continue', { status: 'completed', reason: 'completed' }, 'next'],
    ['outlet', { status: 'completed', reason: 'codeFailed' }, 'failed'],
  ])('treats an error as the step says: %s', async (onError, expected, outlet) => {
    const journeyId = await start('const plan = null\nreturn { tier: plan.name }', { onError })
    await using _worker = await runWorker(app.deps)
    const [person] = await ended(journeyId)
    expect(person).toMatchObject(expected)
    const path = await app.caller('viewer').participants.get({ journeyId, participantId: person!.id })
    expect(path.stepExecutions.find(({ nodeId }) => nodeId === 'calc')).toMatchObject({
      outlet,
      reason: {
        code: 'codeFailed',
        policy: onError,
        issue: { code: 'code.thrown', params: { line: 2, column: 20 } },
      },
    })
  })

  it.each([
    ['an error named like what every object has', `throw new SyntaxError('constructor')`, 'parked'],
    ['a message and a key that cannot be stored', `throw new Error('a\\0\\ud800')`, 'parked'],
    ['a key that cannot be stored', `return { 'a\\0\\ud800': {} }`, 'parked'],
    [
      'another way of writing results',
      `Object.prototype.toJSON = () => ({ json: 'null' }); return { tier: {} }`,
      'parked',
    ],
    ['a text cut in the middle of a character', `return { tier: 'x'.repeat(199) + '😀' }`, 'completed'],
  ])('moves whoever has code with %s, instead of trying for ever', async (_, source, status) => {
    const journeyId = await start(source)
    await using _worker = await runWorker(app.deps)
    expect(await ended(journeyId)).toMatchObject([{ status }])
  })

  it('leaves by the way for failures unless the step says otherwise', async () => {
    const journeyId = await start('while (true) {}', {})
    await using _worker = await runWorker(app.deps)
    expect(await ended(journeyId)).toMatchObject([{ status: 'completed', reason: 'codeFailed' }])
  })

  it('holds back nobody else while code without an end is stopped again and again', async () => {
    const hostile = await start('while (true) {}', { onError: 'park' }, 2 * codeThreads)
    const good = await start('return { tier: "ok" }', { onError: 'park' }, 5)
    await using _worker = await runWorker(app.deps)
    expect((await ended(good, 5)).map(({ fields }) => (fields as { tier: string }).tier)).toEqual(
      Array.from({ length: 5 }, () => 'ok'),
    )
    expect((await ended(hostile, 2 * codeThreads)).map(({ status }) => status)).toEqual(
      Array.from({ length: 2 * codeThreads }, () => 'parked'),
    )
  })

  it('runs again, and is written once, for people whose worker died in the middle', async () => {
    const journeyId = await start(`return { tier: String(participant.score) }`, { onError: 'park' }, 3)
    // The state that a killed worker leaves while it runs their code.
    await app.deps.db
      .updateTable('enrollments')
      .set({
        step_id: 'calc/run',
        node_id: 'calc',
        lease_until: new Date(Date.now() + 900_000),
        lease_owner: app.deps.ids.uuid(),
        attempt: 1,
      })
      .where('journey_id', '=', journeyId)
      .execute()
    await using _worker = await runWorker(app.deps)
    const people = await ended(journeyId, 3)
    expect(people.map(({ fields }) => (fields as { tier: string }).tier)).toEqual(['0', '1', '2'])
    const runs = await app.deps.db
      .selectFrom('step_executions')
      .select(({ fn }) => fn.countAll<number>().as('runs'))
      .where('journey_id', '=', journeyId)
      .where('node_id', '=', 'calc')
      .executeTakeFirstOrThrow()
    expect(Number(runs.runs)).toBe(3)
  })
})

describe('publishing a code step', { timeout: 60_000 }, () => {
  it('lets later steps use keys that nobody has seen yet', async () => {
    const ctx = app.ctx()
    const { id } = await createJourney(ctx, journeyOf('return { tier: 1 }') as never)
    expect(await validateDraft(ctx, id)).toEqual([])
    await expect(publishJourney(ctx, id)).resolves.toMatchObject({ version: 1 })
  })

  it('doubts a key that the code did not return when it was tried, and publishes all the same', async () => {
    const ctx = app.ctx()
    const config = { onError: 'park', outputs: [{ name: 'teir', type: 'text' }] }
    const { id } = await createJourney(ctx, journeyOf('return { teir: 1 }', config) as never)
    expect(await validateDraft(ctx, id)).toMatchObject([
      { code: 'node.outputNotSeen', severity: 'warning', nodeId: 'keep', params: { output: 'nodes.calc.tier' } },
    ])
    await expect(publishJourney(ctx, id)).resolves.toMatchObject({ version: 1 })
  })

  it('doubts such a key in a split, too', async () => {
    const ctx = app.ctx()
    const { nodes, edges, ...document } = journeyOf('return { teir: 1 }', {
      onError: 'park',
      outputs: [{ name: 'teir', type: 'text' }],
    })
    const condition = { all: [{ field: 'nodes.calc.tier', operator: 'eq', value: 'gold' }] }
    const { id } = await createJourney(ctx, {
      ...document,
      nodes: [
        ...nodes.filter(({ id }) => id !== 'keep'),
        { id: 'fork', kind: 'split', position: at, config: { branches: [{ id: 'gold', name: 'Gold', condition }] } },
      ],
      edges: [
        ...edges.filter(({ source, target }) => source !== 'keep' && target !== 'keep'),
        { source: 'calc', outlet: 'next', target: 'fork' },
        { source: 'fork', outlet: 'gold', target: 'done' },
        { source: 'fork', outlet: 'default', target: 'done' },
      ],
    } as never)
    expect(await validateDraft(ctx, id)).toMatchObject([
      {
        code: 'node.outputNotSeen',
        severity: 'warning',
        nodeId: 'fork',
        path: ['config', 'branches', 0, 'condition', 'all', 0, 'field'],
        params: { output: 'nodes.calc.tier' },
      },
    ])
  })

  it('refuses code that cannot be read, and says the line and column', async () => {
    const ctx = app.ctx()
    const { id } = await createJourney(ctx, journeyOf('const a = 1\nreturn { tier: a +* 2 }') as never)
    const syntax = { code: 'code.syntax', nodeId: 'calc', path: ['config', 'source'], params: { line: 2, column: 19 } }
    expect(await validateDraft(ctx, id)).toMatchObject([syntax])
    await expect(publishJourney(ctx, id)).rejects.toMatchObject({ code: 'invalid', issues: [syntax] })
  })

  it('asks for the way of failures to be wired where the code leads there', async () => {
    const ctx = app.ctx()
    const { edges, ...document } = journeyOf('return {}', {})
    const { id } = await createJourney(ctx, {
      ...document,
      edges: edges.filter(({ outlet }) => outlet !== 'failed'),
    } as never)
    expect(await validateDraft(ctx, id)).toMatchObject([
      { code: 'graph.unwiredFailed', nodeId: 'calc' },
      { code: 'graph.unreachable', nodeId: 'other' },
    ])
  })
})
