import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { nodeIdOf, stepIdOf } from '../plan/step-id.ts'
import { isResting } from '../plan/plan.ts'
import { pickFrom, randomDocument } from '../testing/random-journey.ts'
import { call, closeCta, draw, openCta, planOf, setField, splitBy, wait, waitFor } from '../testing/scenario.ts'

const high = { field: 'score', operator: 'gte' as const, value: 9 }
const anyDocument = fc
  .array(fc.nat(), { minLength: 40, maxLength: 40 })
  .map((numbers) => randomDocument(pickFrom(numbers)))

describe('compile', () => {
  const document = draw(
    'entry > cool > fork > done \n fork.a > cta > reply > post > done \n reply.timedOut > set > done',
    {
      cool: wait(3, 'days'),
      fork: splitBy({ a: high }),
      cta: openCta(),
      reply: waitFor({ any: [high, { signal: 'ctaClosedSuccess', node: 'cta' }] }, { amount: 7, unit: 'days' }),
      post: call('park'),
      set: setField('note', 'late'),
    },
  )

  test('leads every way out to the first step of the node behind it', () => {
    const { steps } = planOf(document)
    expect(Object.keys(steps)).toEqual([
      'entry/arrive',
      'cool/wait',
      'fork/choose',
      'done/end',
      'cta/open',
      'reply/wait',
      'post/call',
      'post/callback',
      'post/verdict',
      'set/update',
    ])
    expect(steps['fork/choose']).toMatchObject({
      branches: [{ id: 'a', target: { stepId: 'cta/open', outlet: 'a' } }],
      otherwise: { stepId: 'done/end', outlet: 'default' },
    })
    expect(steps['reply/wait']).toMatchObject({
      met: { stepId: 'post/call', outlet: 'met' },
      timedOut: { stepId: 'set/update', outlet: 'timedOut' },
    })
  })

  test('declares a job for the entry and for every step at which people can stand', () => {
    expect(planOf(document).jobs).toEqual(
      ['entry/arrive', 'cool/wait', 'reply/wait', 'post/call', 'post/callback'].map((stepId) => ({
        queue: 'advance',
        stepId,
      })),
    )
  })

  test('knows which signals its conditions listen for', () => {
    expect(planOf(document).listensFor).toEqual(['ctaClosedSuccess'])
  })

  test('knows the main path, by which people go on when a node is removed', () => {
    const main = Object.entries(planOf(document).nodes).map(([id, node]) => [id, node.main])
    expect(Object.fromEntries(main)).toEqual({
      entry: 'cool',
      cool: 'fork',
      fork: 'done',
      cta: 'reply',
      reply: 'post',
      post: 'done',
      set: 'done',
      done: null,
    })
  })

  test('ends the path at a way out that leads nowhere', () => {
    expect(planOf(draw('entry > cool', { cool: wait(1, 'days') })).steps['cool/wait']).toMatchObject({
      next: { stepId: null, outlet: 'next' },
    })
  })

  test('leaves out nodes that nobody can reach, with their jobs and actions', () => {
    const plan = planOf(draw('entry > done \n post > cool > done', { post: call(), cool: wait(1, 'days') }))
    expect(Object.keys(plan.steps)).toEqual(['entry/arrive', 'done/end'])
    expect(plan.jobs).toHaveLength(1)
    expect(plan.externalActions).toEqual({})
  })

  test('pins the version of each external action it uses', () => {
    const compiled = compile({ document, externalActionVersions: { action: 7, other: 2 } })
    expect(compiled.ok && compiled.value.externalActions).toEqual({ action: 7 })
  })

  test.each([
    ['a node that is not finished', draw('entry > close', { close: closeCta('') }), 'node.incomplete'],
    ['a journey without an entry', draw('cool > done', { cool: wait(1, 'days') }), 'graph.noEntry'],
  ])('refuses %s', (_title, unfinished, code) => {
    const compiled = compile({ document: unfinished, externalActionVersions: {} })
    expect(compiled.ok ? [] : compiled.error.map((issue) => issue.code)).toEqual([code])
  })

  test('the same document gives the same plan, to the letter', () => {
    fc.assert(
      fc.property(anyDocument, (drawn) => {
        expect(JSON.stringify(planOf(structuredClone(drawn)))).toBe(JSON.stringify(planOf(drawn)))
      }),
      { numRuns: 100 },
    )
  })

  test('every exit of every plan leads to a step of that plan, and every job to a step where people can stand', () => {
    fc.assert(
      fc.property(anyDocument, (drawn) => {
        const { steps, jobs, entry, nodes } = planOf(drawn)
        const targets = [...JSON.stringify(steps).matchAll(/"stepId":"([^"]+)"/g)].map(([, stepId]) => stepId!)
        const known = Object.keys(steps)
        expect(known).toEqual(
          expect.arrayContaining([entry, ...targets, ...Object.values(nodes).map((node) => node.entry)]),
        )
        expect(jobs.map(({ stepId }) => stepId)).toEqual(known.filter((stepId) => isResting(steps[stepId]!)))
      }),
      { numRuns: 100 },
    )
  })
})

test('a step id tells the node it belongs to', () => {
  expect(nodeIdOf(stepIdOf('wait-1_b', 'wait'))).toBe('wait-1_b')
})
