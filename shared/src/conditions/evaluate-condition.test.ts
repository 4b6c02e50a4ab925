import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { FieldDefinition } from '../values/field-type.ts'
import { formatInstant, parseInstant } from '../time/instant.ts'
import type { Condition, FieldTest, Signal } from './condition.ts'
import { checkCondition, evaluateCondition, nextTimeRelevant, type ConditionContext } from './evaluate-condition.ts'

const definitions: FieldDefinition[] = [
  { key: 'score', type: 'number', label: 'NPS' },
  { key: 'plan', type: 'select', options: ['free', 'pro'] },
  { key: 'email', type: 'email' },
  { key: 'renewal', type: 'date' },
  { key: 'seenAt', type: 'dateTime' },
  { key: 'tags', type: 'list' },
]
const at = (text: string) => parseInstant(text) ?? Number.NaN

const context = (change: Partial<ConditionContext> = {}): ConditionContext => ({
  fields: {},
  definitions,
  signals: [],
  now: at('2026-11-22T03:00:00Z'),
  timeZone: 'Asia/Tokyo',
  ...change,
})

describe('evaluateCondition', () => {
  test('treats a missing field as not equal, and says so', () => {
    const { met, trace } = evaluateCondition({ field: 'score', operator: 'eq', value: 9 }, context())
    expect(met).toBe(false)
    expect(trace).toEqual([
      { path: [], field: 'score', operator: 'eq', operand: 9, actual: null, met: false, note: 'missing' },
    ])
    expect(evaluateCondition({ field: 'score', operator: 'neq', value: 9 }, context()).met).toBe(true)
    expect(evaluateCondition({ field: 'score', operator: 'notIn', value: [9] }, context()).met).toBe(true)
    expect(evaluateCondition({ field: 'score', operator: 'lt', value: 9 }, context()).met).toBe(false)
  })

  test('knows empty from given', () => {
    const fields = { plan: '', tags: [], score: 0 }
    expect(evaluateCondition({ field: 'plan', operator: 'isEmpty' }, context({ fields })).met).toBe(true)
    expect(evaluateCondition({ field: 'tags', operator: 'isNotEmpty' }, context({ fields })).met).toBe(false)
    expect(evaluateCondition({ field: 'score', operator: 'isNotEmpty' }, context({ fields })).met).toBe(true)
    expect(evaluateCondition({ field: 'renewal', operator: 'isEmpty' }, context({ fields })).met).toBe(true)
  })

  test('converts nothing: a text is not a number, and the trace says so', () => {
    const { met, trace } = evaluateCondition(
      { field: 'score', operator: 'gte', value: 9 },
      context({ fields: { score: '9' } }),
    )
    expect(met).toBe(false)
    expect(trace).toMatchObject([{ actual: '9', met: false, note: 'wrongType' }])
  })

  test('marks an operand that does not fit, which publishing would have refused', () => {
    const { met, trace } = evaluateCondition(
      { field: 'score', operator: 'gte', value: '9' },
      context({ fields: { score: 9 } }),
    )
    expect([met, trace[0]]).toMatchObject([false, { note: 'operandInvalid' }])
  })

  test('evaluates every test of a group, so that the trace explains them all', () => {
    const condition: Condition = {
      any: [
        { field: 'score', operator: 'gte', value: 9 },
        {
          all: [
            { not: { field: 'plan', operator: 'eq', value: 'free' } },
            { field: 'tags', operator: 'includesAny', value: ['x'] },
          ],
        },
      ],
    }
    const { met, trace } = evaluateCondition(condition, context({ fields: { score: 10, plan: 'pro', tags: ['y'] } }))
    expect(met).toBe(true)
    expect(trace.map((entry) => [entry.path.join('.'), entry.met])).toEqual([
      ['any.0', true],
      ['any.1.all.0.not', false],
      ['any.1.all.1', false],
    ])
  })

  test('an empty "all" is met, an empty "any" is not', () => {
    expect(evaluateCondition({ all: [] }, context()).met).toBe(true)
    expect(evaluateCondition({ any: [] }, context()).met).toBe(false)
  })

  describe('a signal', () => {
    const signals: Signal[] = [
      { kind: 'mailClicked', nodeId: 'mail', at: 5, payload: { link: 'https://a.example' } },
      { kind: 'eventReceived', nodeId: null, at: 7, payload: { topic: 'order', status: 'paid', total: 3 } },
    ]
    const cases: [string, Condition, boolean][] = [
      ['of the kind', { signal: 'mailClicked' }, true],
      ['of another kind', { signal: 'mailOpened' }, false],
      ['of the node', { signal: 'mailClicked', node: 'mail' }, true],
      ['of another node', { signal: 'mailClicked', node: 'other' }, false],
      ['with the link', { signal: 'mailClicked', link: 'https://a.example' }, true],
      ['with another link', { signal: 'mailClicked', link: 'https://b.example' }, false],
      ['with the payload', { signal: 'eventReceived', topic: 'order', where: { status: 'paid', total: 3 } }, true],
      ['with a payload of another type', { signal: 'eventReceived', where: { total: '3' } }, false],
      ['with a payload key that only objects have', { signal: 'eventReceived', where: { constructor: 'x' } }, false],
    ]
    test.each(cases)('%s', (_name, condition, met) => {
      expect(evaluateCondition(condition, context({ signals })).met).toBe(met)
    })

    test('is traced with its time', () => {
      expect(evaluateCondition({ signal: 'mailClicked', node: 'mail' }, context({ signals })).trace).toEqual([
        { path: [], signal: 'mailClicked', node: 'mail', at: 5, met: true },
      ])
    })
  })

  test('keeps the trace small whatever a field holds', () => {
    const fields = { plan: 'x'.repeat(10_000), tags: Array.from({ length: 1000 }, (_, index) => index) }
    const condition: Condition = {
      all: [
        { field: 'plan', operator: 'eq', value: 'a' },
        { field: 'tags', operator: 'isEmpty' },
      ],
    }
    expect(JSON.stringify(evaluateCondition(condition, context({ fields })).trace).length).toBeLessThan(1000)
  })
})

describe('nextTimeRelevant', () => {
  const cases: [string, FieldTest, string, string | null][] = [
    [
      'a moment leaves the last hour',
      { field: 'seenAt', operator: 'withinLast', value: { amount: 1, unit: 'hours' } },
      '2026-11-22T02:30:00.000Z',
      '2026-11-22T03:30:00.001Z',
    ],
    [
      'a moment to come will be within the last hour',
      { field: 'seenAt', operator: 'withinLast', value: { amount: 1, unit: 'hours' } },
      '2026-11-23T00:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ],
    [
      'a moment long ago stays as it is',
      { field: 'seenAt', operator: 'withinLast', value: { amount: 1, unit: 'hours' } },
      '2026-11-20T00:00:00.000Z',
      null,
    ],
    [
      'a moment to come will be before now',
      { field: 'seenAt', operator: 'before', value: 'now' },
      '2026-11-23T00:00:00.000Z',
      '2026-11-23T00:00:00.001Z',
    ],
    [
      'a moment to come will not be after now',
      { field: 'seenAt', operator: 'after', value: 'now' },
      '2026-11-23T00:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ],
    [
      'a fixed date never changes',
      { field: 'seenAt', operator: 'before', value: '2026-12-01' },
      '2026-11-23T00:00:00.000Z',
      null,
    ],
    [
      'a date leaves the last week at midnight in the zone',
      { field: 'renewal', operator: 'withinLast', value: { amount: 7, unit: 'days' } },
      '2026-11-20',
      '2026-11-27T15:00:00.000Z',
    ],
    [
      'a date will be within the coming week',
      { field: 'renewal', operator: 'before', value: { amount: 7, unit: 'days' } },
      '2026-12-10',
      '2026-12-03T15:00:00.000Z',
    ],
    ['a number knows no time', { field: 'score', operator: 'gte', value: 9 }, '9', null],
  ]
  test.each(cases)('%s', (_name, condition, value, expected) => {
    const next = nextTimeRelevant(condition, context({ fields: { [condition.field]: value } }))
    expect(next === null ? null : formatInstant(next)).toBe(expected)
  })

  test('is the earliest of several', () => {
    const fields = { seenAt: '2026-11-23T00:00:00.000Z', renewal: '2026-11-22' }
    const condition: Condition = {
      all: [
        { field: 'seenAt', operator: 'before', value: 'now' },
        { not: { field: 'renewal', operator: 'before', value: 'now' } },
      ],
    }
    expect(formatInstant(nextTimeRelevant(condition, context({ fields })) ?? 0)).toBe('2026-11-22T15:00:00.000Z')
  })

  test('misses no change: until then the answer stays the same, and at it this test gives another one', () => {
    const units = fc.constantFrom('seconds', 'minutes', 'hours', 'days', 'weeks' as const)
    const operand = fc.record({ amount: fc.integer({ min: 1, max: 40 }), unit: units })
    const moment = fc.integer({ min: at('2026-02-25T00:00:00Z'), max: at('2026-04-10T00:00:00Z') })
    const field = fc.constantFrom('seenAt', 'renewal')
    const operator = fc.constantFrom('withinLast', 'before', 'after' as const)
    fc.assert(
      fc.property(moment, moment, field, operator, operand, (now, value, field, operator, operand) => {
        const text = formatInstant(value)
        const fields = { [field]: field === 'renewal' ? text.slice(0, 10) : text }
        const condition = { field, operator, value: operand } as Condition
        const answerAt = (instant: number) =>
          evaluateCondition(condition, context({ fields, now: instant, timeZone: 'America/New_York' })).met
        const next = nextTimeRelevant(condition, context({ fields, now, timeZone: 'America/New_York' }))
        const answer = answerAt(now)
        const [lastSame, firstOther] = next === null ? [now + 400 * 86_400_000, null] : [next - 1, answerAt(next)]
        expect(lastSame).toBeGreaterThanOrEqual(now)
        expect(answerAt(lastSame)).toBe(answer)
        expect(firstOther).toBe(next === null ? null : !answer)
      }),
    )
  })
})

describe('checkCondition', () => {
  const codes = (condition: Condition) =>
    checkCondition(condition, definitions, ['condition'], ['mail']).map(({ code, path }) => [code, path?.join('.')])

  const cases: [string, Condition, [string, string][]][] = [
    [
      'a condition in order',
      {
        all: [
          { field: 'score', operator: 'gte', value: 9 },
          { signal: 'mailOpened', node: 'mail' },
        ],
      },
      [],
    ],
    ['an empty group', { any: [{ all: [] }] }, [['condition.empty', 'condition.any.0.all']]],
    ['no field chosen yet', { field: '', operator: 'eq' }, [['condition.fieldMissing', 'condition.field']]],
    [
      'an unknown field',
      { not: { field: 'scoer', operator: 'eq', value: 1 } },
      [['condition.fieldUnknown', 'condition.not.field']],
    ],
    [
      'an operator of other types',
      { field: 'score', operator: 'contains', value: 'a' },
      [['condition.operatorNotForType', 'condition.operator']],
    ],
    ['no operand', { field: 'score', operator: 'gte' }, [['condition.operandMissing', 'condition.value']]],
    [
      'an empty operand',
      { field: 'plan', operator: 'in', value: [] },
      [['condition.operandMissing', 'condition.value']],
    ],
    [
      'a text for a number',
      { field: 'score', operator: 'gte', value: '9' },
      [['condition.operandInvalid', 'condition.value']],
    ],
    [
      'half a range',
      { field: 'score', operator: 'between', value: [1] },
      [['condition.operandInvalid', 'condition.value']],
    ],
    [
      'a day that does not exist',
      { field: 'renewal', operator: 'before', value: '2026-02-30' },
      [['condition.operandInvalid', 'condition.value']],
    ],
    [
      'a moment for a date',
      { field: 'renewal', operator: 'before', value: '2026-02-20T00:00:00Z' },
      [['condition.operandInvalid', 'condition.value']],
    ],
    [
      'a length of nothing',
      { field: 'seenAt', operator: 'withinLast', value: { amount: 0, unit: 'days' } },
      [['condition.operandInvalid', 'condition.value']],
    ],
    [
      'an option that does not exist',
      { field: 'plan', operator: 'eq', value: 'gold' },
      [['condition.optionUnknown', 'condition.value']],
    ],
    ['no operand where none is needed', { field: 'plan', operator: 'isEmpty' }, []],
    ['a node that is not there', { signal: 'mailOpened', node: 'gone' }, [['condition.nodeUnknown', 'condition.node']]],
    [
      'a filter of another signal',
      { signal: 'mailOpened', link: 'x' },
      [['condition.filterUnknown', 'condition.link']],
    ],
  ]
  test.each(cases)('%s', (_name, condition, expected) => {
    expect(codes(condition)).toEqual(expected)
  })

  test('shows an operand that would do', () => {
    const [issue] = checkCondition({ field: 'seenAt', operator: 'withinLast' }, definitions, [])
    expect(issue?.params?.example).toBe('{"amount": 7, "unit": "days"}')
  })
})

describe('what earlier steps gave', () => {
  const outputs = { calc: { tier: 'gold', points: 12, isNew: true, tags: ['a', 'b'], at: '2026-01-02T00:00:00Z' } }
  const met = (tested: Condition) => evaluateCondition(tested, context({ outputs })).met

  test.each<[Condition, boolean]>([
    [{ field: 'nodes.calc.tier', operator: 'eq', value: 'gold' }, true],
    [{ field: 'nodes.calc.points', operator: 'gte', value: 12 }, true],
    [{ field: 'nodes.calc.points', operator: 'gt', value: 12 }, false],
    [{ field: 'nodes.calc.isNew', operator: 'eq', value: true }, true],
    [{ field: 'nodes.calc.tags', operator: 'includesAny', value: ['b'] }, true],
    [{ field: 'nodes.calc.at', operator: 'before', value: '2026-06-01T00:00:00Z' }, true],
    [{ field: 'nodes.calc.at', operator: 'eq', value: '2026-01-02T09:00:00+09:00' }, true],
    [{ field: 'nodes.calc.at', operator: 'in', value: ['2026-01-02T09:00:00+09:00', '2026-06-01T00:00:00Z'] }, true],
    [{ field: 'nodes.calc.at', operator: 'neq', value: 'never' }, true],
    [{ field: 'nodes.calc.at', operator: 'contains', value: '2026-01' }, true],
    [{ field: 'nodes.calc.gone', operator: 'isEmpty' }, true],
    [{ field: 'nodes.calc.gone', operator: 'eq', value: 'gold' }, false],
    [{ field: 'nodes.gone.tier', operator: 'eq', value: 'gold' }, false],
    [{ field: 'nodes.calc.toString', operator: 'isNotEmpty' }, false],
    [{ field: 'nodes.calc.tier', operator: 'gte', value: 9 }, false],
  ])('%j is %s', (tested, expected) => {
    expect(met(tested)).toBe(expected)
  })

  test('says in the trace what was found, and what was of the wrong type', () => {
    const { trace } = evaluateCondition({ field: 'nodes.calc.tier', operator: 'gte', value: 9 }, context({ outputs }))
    expect(trace).toMatchObject([{ field: 'nodes.calc.tier', actual: 'gold', met: false, note: 'wrongType' }])
  })

  test('keeps a trace that can be stored, wherever a long text is cut', () => {
    const tier = `${'x'.repeat(199)}😀`
    const { trace } = evaluateCondition(
      { field: 'nodes.calc.tier', operator: 'eq', value: tier },
      context({ outputs: { calc: { tier } } }),
    )
    expect(trace).toMatchObject([{ actual: `${'x'.repeat(199)}\uFFFD…`, met: true }])
  })

  test('checks them by the type that is known, and only for a missing value where none can be', () => {
    const types = { post: { ts: 'text' }, code: {} } as Record<string, Record<string, 'text'>>
    const known = {
      typeOf: (nodeId: string, key: string) =>
        nodeId === 'code' ? ('unknown' as const) : (types[nodeId]?.[key] ?? null),
    }
    const issues = (condition: Condition) => checkCondition(condition, [], ['c'], [], known).map(({ code }) => code)
    expect(issues({ field: 'nodes.post.ts', operator: 'eq', value: 'x' })).toEqual([])
    expect(issues({ field: 'nodes.post.ts', operator: 'gt', value: 3 })).toEqual(['condition.operatorNotForType'])
    expect(issues({ field: 'nodes.post.other', operator: 'eq', value: 'x' })).toEqual(['node.outputUnknown'])
    expect(issues({ field: 'nodes.code.whatever', operator: 'gt', value: 3 })).toEqual([])
    expect(issues({ field: 'nodes.code.whatever', operator: 'gt' })).toEqual(['condition.operandMissing'])
  })
})
