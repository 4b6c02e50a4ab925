import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition } from '../../conditions/condition.ts'
import { nodeKind } from '../../nodes/node-kind.ts'
import { formatInstant } from '../../time/instant.ts'
import { advance, maxStepsWithoutRest } from './advance.ts'
import type { AdvanceEvent } from './advance-event.ts'
import type { Command } from './command.ts'
import type { Enrollment } from '../enrollment.ts'
import { nodeIdOf } from '../../plan/step-id.ts'
import { isResting, type Plan } from '../../plan/plan.ts'
import { frozen, pickFrom, randomDocument } from '../../testing/random-journey.ts'
import {
  call,
  closeCta,
  draw,
  openCta,
  planOf,
  Scenario,
  setField,
  splitBy,
  wait,
  waitFor,
  waitUntil,
  type DrawnNode,
} from '../../testing/scenario.ts'

const isHappy: Condition = { field: 'score', operator: 'gte', value: 9 }
const isClosed: Condition = { signal: 'ctaClosedSuccess', node: 'cta' }

describe('waits', () => {
  const throughWait = (cool: DrawnNode, options: ConstructorParameters<typeof Scenario>[1], settings = {}) => {
    const run = new Scenario(draw('entry > cool > done', { cool }, settings), options)
    return run.enrollment.dueAt === null ? run.path[1] : formatInstant(run.enrollment.dueAt)
  }
  const tokyo = { timeZone: 'Asia/Tokyo' }
  const newYork = { timeZone: 'America/New_York' }
  const participantZone = { timeZone: 'participant' }
  const officeHours = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }

  test('a wait holds until its time has passed, not a moment longer', () => {
    const run = new Scenario(draw('entry > cool > done', { cool: wait(3, 'days') }))
    expect(run.at('2d23h').trace).toEqual(['entry/arrive next 0', 'waits at cool/wait until 3d'])
    expect(run.at('4d').trace).toEqual([
      'entry/arrive next 0',
      'cool/wait next 3d',
      'done/end done 3d',
      'completed: done',
    ])
  })

  test('a look before the time changes nothing', () => {
    const run = new Scenario(draw('entry > cool > done', { cool: wait(3, 'days') })).at('1d')
    expect(advance(run.plan, run.enrollment, { type: 'due' }, run.now)).toEqual({
      enrollment: run.enrollment,
      commands: [],
    })
  })

  test.each<[string, DrawnNode, ConstructorParameters<typeof Scenario>[1], object, string | undefined]>([
    ['a duration', wait(90, 'minutes'), {}, {}, '2026-01-01T01:30:00.000Z'],
    ['until a moment', waitUntil('until', { at: '2026-01-02T09:00:00+09:00' }), {}, tokyo, '2026-01-02T00:00:00.000Z'],
    ['until a moment that has passed', waitUntil('until', { at: '2025-12-31T23:59:59Z' }), {}, {}, 'cool/wait next 0'],
    [
      'until a date, which begins by the clocks of the journey',
      waitUntil('untilField', { field: 'renewal' }),
      { fields: { renewal: '2026-02-01' } },
      tokyo,
      '2026-01-31T15:00:00.000Z',
    ],
    [
      'until some days before a date',
      waitUntil('untilField', { field: 'renewal', offset: { amount: -7, unit: 'days' } }),
      { fields: { renewal: '2026-02-01' } },
      tokyo,
      '2026-01-24T15:00:00.000Z',
    ],
    [
      'until some hours after a moment',
      waitUntil('untilField', { field: 'seenAt', offset: { amount: 2, unit: 'hours' } }),
      { fields: { seenAt: '2026-01-05T10:00:00Z' } },
      tokyo,
      '2026-01-05T12:00:00.000Z',
    ],
    ['until a date that is missing', waitUntil('untilField', { field: 'renewal' }), {}, {}, 'cool/wait next 0'],
    [
      'until a date that is no date',
      waitUntil('untilField', { field: 'renewal' }),
      { fields: { renewal: 'soon' } },
      {},
      'cool/wait next 0',
    ],
    [
      'for office hours, from the night before',
      waitUntil('window', officeHours),
      { start: '2026-01-01T20:00:00Z' },
      {},
      '2026-01-02T09:00:00.000Z',
    ],
    [
      'for office hours, from within',
      waitUntil('window', officeHours),
      { start: '2026-01-02T10:00:00Z' },
      {},
      'cool/wait next 0',
    ],
    [
      'for office hours, over a week-end',
      waitUntil('window', officeHours),
      { start: '2026-01-02T17:00:00Z' },
      {},
      '2026-01-05T09:00:00.000Z',
    ],
    [
      'by the clocks of the participant',
      waitUntil('untilField', { field: 'renewal', ...participantZone }),
      { fields: { renewal: '2026-02-01', timeZone: 'America/New_York' } },
      tokyo,
      '2026-02-01T05:00:00.000Z',
    ],
    [
      'by the clocks of the journey when the zone of the participant is unknown',
      waitUntil('untilField', { field: 'renewal', ...participantZone }),
      { fields: { renewal: '2026-02-01', timeZone: 'Moon/Tycho' } },
      tokyo,
      '2026-01-31T15:00:00.000Z',
    ],
    [
      'a day over a change of the clocks: the same clock time',
      wait(1, 'days'),
      { start: '2026-03-07T17:00:00Z' },
      newYork,
      '2026-03-08T16:00:00.000Z',
    ],
    [
      '24 hours over a change of the clocks: exactly that long',
      wait(24, 'hours'),
      { start: '2026-03-07T17:00:00Z' },
      newYork,
      '2026-03-08T17:00:00.000Z',
    ],
    [
      'for an hour that a change of the clocks skips',
      waitUntil('window', { weekdays: [7], from: '02:30', to: '05:00' }),
      { start: '2026-03-08T05:00:00Z' },
      newYork,
      '2026-03-08T07:00:00.000Z',
    ],
  ])('waits %s', (_title, cool, options, settings, expected) => {
    expect(throughWait(cool, options, settings)).toBe(expected)
  })

  test('says which date was missing', () => {
    const run = new Scenario(draw('entry > cool > done', { cool: waitUntil('untilField', { field: 'renewal' }) }))
    expect(run.reasons).toContainEqual({ code: 'dateMissing', field: 'renewal' })
  })
})

describe('conditional waits', () => {
  const graph = 'entry > reply > happy \n reply.timedOut > late'
  const reply = (condition: Condition, days: number | null = 7) =>
    draw(graph, { reply: waitFor(condition, days === null ? null : { amount: days, unit: 'days' }) })

  test('a condition that is true on arrival lets the person through at once', () => {
    const run = new Scenario(reply(isHappy), { fields: { score: 10 } })
    expect(run.trace).toEqual(['entry/arrive next 0', 'reply/wait met 0', 'happy/end happy 0', 'completed: happy'])
  })

  test('a field that becomes true ends the wait, and the record says what was compared', () => {
    const run = new Scenario(reply(isHappy), { fields: { score: 3 } }).at('2d').fields({ score: 9 })
    expect(run.trace.slice(1)).toEqual(['reply/wait met 2d', 'happy/end happy 2d', 'completed: happy'])
    expect(run.reasons[1]).toMatchObject({ code: 'met', trace: [{ field: 'score', actual: 9, met: true }] })
  })

  test('the time limit ends the wait of everybody else', () => {
    expect(new Scenario(reply(isHappy)).at('8d').trace.slice(1)).toEqual([
      'reply/wait timedOut 7d',
      'late/end late 7d',
      'completed: late',
    ])
  })

  test('without a time limit only the condition ends it', () => {
    const run = new Scenario(reply(isHappy, null)).at('900d')
    expect(run.trace.at(-1)).toBe('waits at reply/wait')
    expect(run.fields({ score: 9 }).trace.at(-1)).toBe('completed: happy')
  })

  test('time limit and signal at the same instant: the signal wins', () => {
    const run = new Scenario(reply({ signal: 'mailOpened' })).asleep('7d').unseenSignal('mailOpened')
    expect(run.at('7d').path[1]).toBe('reply/wait met 7d')
  })

  test('a signal from before the limit counts, however late we look', () => {
    const run = new Scenario(reply({ signal: 'mailOpened' })).asleep('6d').unseenSignal('mailOpened').asleep('9d')
    expect(run.at('9d').path[1]).toBe('reply/wait met 9d')
  })

  test('a signal from after the limit does not count, however late we look', () => {
    const run = new Scenario(reply({ signal: 'mailOpened' })).asleep('7d1s').unseenSignal('mailOpened').asleep('9d')
    expect(run.at('9d').path[1]).toBe('reply/wait timedOut 9d')
  })

  test('a date from after the limit does not count, however late we look', () => {
    const seen = { fields: { seenAt: '2026-01-08T00:30:00Z' } }
    const run = new Scenario(reply({ field: 'seenAt', operator: 'before', value: 'now' }), seen).asleep('9d')
    expect(run.at('9d').path[1]).toBe('reply/wait timedOut 9d')
  })

  test('a signal of another node, or of another kind, changes nothing', () => {
    const run = new Scenario(reply(isClosed)).at('1d')
    run.signal('ctaClosedSuccess', 'other').signal('ctaClosedLost', 'cta')
    expect(run.trace.at(-1)).toBe('waits at reply/wait until 7d')
    expect(run.signal('ctaClosedSuccess', 'cta').trace.at(-1)).toBe('completed: happy')
  })

  test('a date makes the condition true by itself, and we look at that very moment', () => {
    const run = new Scenario(reply({ field: 'seenAt', operator: 'before', value: 'now' }), {
      fields: { seenAt: '2026-01-03T00:00:00Z' },
    })
    expect(run.trace.at(-1)).toBe('waits at reply/wait until 2d1ms')
    expect(run.at('5d').path[1]).toBe('reply/wait met 2d1ms')
  })

  test('counts the time limit on the calendar of the journey', () => {
    const document = draw(
      graph,
      { reply: waitFor(isHappy, { amount: 1, unit: 'days' }) },
      { timeZone: 'America/New_York' },
    )
    const run = new Scenario(document, { start: '2026-03-07T17:00:00Z' })
    expect(formatInstant(run.enrollment.timeLimitAt!)).toBe('2026-03-08T16:00:00.000Z')
  })
})

describe('splits', () => {
  const document = draw('entry > fork > others \n fork.promoter > thank \n fork.rated > ask', {
    fork: splitBy({ promoter: isHappy, rated: { field: 'score', operator: 'isNotEmpty' } }),
  })

  test.each<[number | null, string, object]>([
    [10, 'fork/choose promoter 0', { code: 'matched', branch: 'promoter' }],
    [5, 'fork/choose rated 0', { code: 'matched', branch: 'rated' }],
    [null, 'fork/choose default 0', { code: 'noneMatched' }],
  ])('a score of %j leaves by the first branch that fits: %s', (score, stop, reason) => {
    const run = new Scenario(document, { fields: { score } })
    expect(run.path[1]).toBe(stop)
    expect(run.reasons[1]).toMatchObject(reason)
  })

  test('a field that was just updated is seen by the next split, and the change is handed on once', () => {
    const run = new Scenario(
      draw('entry > first > second > fork > others \n fork.promoter > thank', {
        first: setField('score', 3),
        second: setField('score', '9'),
        fork: splitBy({ promoter: isHappy }),
      }),
    )
    expect(run.trace.slice(1)).toEqual([
      'first/update next 0',
      'second/update next 0',
      'fork/choose promoter 0',
      'thank/end thank 0',
      'completed: thank',
    ])
    expect(run.commands.filter(({ type }) => type === 'setFields')).toEqual([
      { type: 'setFields', fields: { score: 9 } },
    ])
  })
})

describe('effects', () => {
  const calling = (onError: 'continue' | 'drop' | 'park' | 'outlet') =>
    draw(`entry > post > done ${onError === 'outlet' ? '\n post.failed > sorry' : ''}`, { post: call(onError) })

  test('what a call gave is known to the nodes after it', () => {
    const run = new Scenario(
      draw('entry > post > keep > done', { post: call(), keep: setField('note', { template: '{{ nodes.post.ts }}' }) }),
    )
    expect(run.trace.at(-1)).toBe('performs post/call')
    expect(run.commands).toContainEqual({ type: 'perform', effect: 'callExternalAction' })
    run.at('2s').effectSucceeds({ outputs: { ts: '17.5' }, fields: { score: 4 } })
    expect(run.trace.slice(1)).toEqual([
      'post/call next 2s',
      'keep/update next 2s',
      'done/end done 2s',
      'completed: done',
    ])
    expect(run.enrollment.fields).toEqual({ score: 4, note: '17.5' })
  })

  test.each<['continue' | 'drop' | 'park' | 'outlet', string[]]>([
    ['continue', ['post/call next 1s', 'done/end done 1s', 'completed: done']],
    ['drop', ['post/call dropped 1s', 'dropped: httpError']],
    ['park', ['post/call parked 1s', 'parked at post/call: httpError']],
    ['outlet', ['post/call failed 1s', 'sorry/end sorry 1s', 'completed: sorry']],
  ])('a call that failed for good, policy %s', (policy, trace) => {
    const run = new Scenario(calling(policy)).at('1s')
    run.effectFails({ code: 'httpError', status: 500 })
    expect(run.trace.slice(1)).toEqual(trace)
    expect(run.reasons[1]).toEqual({ code: 'httpError', status: 500, policy })
  })

  test('another attempt is the same visit, and nothing is recorded in between', () => {
    const run = new Scenario(calling('park')).at('1s')
    const { visit } = run.enrollment
    run.effectFails({ code: 'timeout' }, '30s')
    expect(run.trace).toEqual(['entry/arrive next 0', 'performs post/call'])
    expect(run.enrollment).toMatchObject({ status: 'active', visit, dueAt: run.start + 30_000 })
    run.at('40s').effectSucceeds()
    expect(run.commands.filter(({ type }) => type === 'perform')).toHaveLength(2)
    expect(run.trace.slice(1)).toEqual(['post/call next 40s', 'done/end done 40s', 'completed: done'])
  })

  test('a field update that does not fit parks the person and says why', () => {
    const run = new Scenario(
      draw('entry > keep > done', { keep: setField('score', { template: '{{ participant.note }}' }) }),
      {
        fields: { note: 'many' },
      },
    )
    expect(run.trace.at(-1)).toBe('parked at keep/update: valueInvalid')
    expect(run.reasons[1]).toMatchObject({ field: 'score', issue: { code: 'field.number' }, policy: 'park' })
  })

  test('a CTA that the journey opens and closes is a signal to its waits, filled in for the person', () => {
    const run = new Scenario(
      draw('entry > cta > opened > close > closed > done', {
        cta: openCta('Ring {{ participant.email }}'),
        opened: waitFor({ signal: 'ctaOpened', node: 'cta' }),
        close: closeCta('cta'),
        closed: waitFor(isClosed),
      }),
      { fields: { email: 'a@example.com' } },
    )
    expect(run.trace.slice(1)).toEqual([
      'cta/open next 0',
      'opened/wait met 0',
      'close/close next 0',
      'closed/wait met 0',
      'done/end done 0',
      'completed: done',
    ])
    const opened = run.commands.find((command) => command.type === 'openCta')
    expect(opened).toMatchObject({
      nodeId: 'cta',
      cta: { name: 'Ring a@example.com', dueAt: run.start + 7 * 86_400_000 },
    })
    expect(run.commands).toContainEqual({ type: 'closeCta', nodeId: 'cta', outcome: 'closedSuccess' })
  })

  test('a signal that nobody listens for is not kept', () => {
    const run = new Scenario(draw('entry > cta > done', { cta: openCta() }))
    expect(run.enrollment.signals).toEqual([])
    expect(run.commands.map(({ type }) => type)).not.toContain('recordSignal')
  })
})

describe('ends', () => {
  test('a way out that leads nowhere ends the path with a reason of its own', () => {
    const run = new Scenario(draw('entry > cool', { cool: wait(1, 'hours') })).at('1h')
    expect(run.trace.slice(1)).toEqual(['cool/wait next 1h', 'completed: endOfPath'])
  })

  test('whoever is moved away is counted where they were and where they go', () => {
    const run = new Scenario(draw('entry > cool > done', { cool: wait(1, 'days') })).at('1h').move('done/end')
    expect(run.trace.slice(1)).toEqual(['cool/wait moved 1h', 'done/end done 1h', 'completed: done'])
    expect(run.numbers.get('cool')).toEqual({ entered: 1, left: {}, dropped: 0, parked: 0, moved: 1 })
  })

  test('whoever is moved out of the journey ends with the reason of the move', () => {
    const run = new Scenario(draw('entry > cool > done', { cool: wait(1, 'days') })).move(null, 'nodeRemovedExit')
    expect(run.trace.slice(1)).toEqual(['cool/wait moved 0', 'completed: nodeRemovedExit'])
  })
})

describe('an operator', () => {
  const parked = () => new Scenario(draw('entry > post > done', { post: call() })).at('1s').effectFails()
  const waiting = () => new Scenario(draw('entry > cool > done', { cool: wait(3, 'days') })).at('1d')
  const none = { entered: 1, left: {}, dropped: 0, parked: 0, moved: 0 }

  test('has a parked call tried again, as a visit and so under a key of its own', () => {
    const run = parked()
    const { visit } = run.enrollment
    expect(run.numbers.get('post')).toEqual({ ...none, parked: 1 })
    run.at('1h').operator('retried')
    expect(run.trace.at(-1)).toBe('performs post/call')
    expect(run.enrollment.visit).toBe(visit + 1)
    expect(run.effectSucceeds().trace.at(-1)).toBe('completed: done')
    expect(run.numbers.get('post')).toEqual({ ...none, left: { next: 1 } })
  })

  test('has a step that needs nothing from outside done again at once', () => {
    const keep = setField('score', { template: '{{ participant.note }}' })
    const run = new Scenario(draw('entry > keep > done', { keep }), { fields: { note: 'many' } }).fields({ note: '7' })
    expect(run.operator('retried').trace.slice(1)).toEqual([
      'keep/update parked 0',
      'keep/update next 0',
      'done/end done 0',
      'completed: done',
    ])
  })

  test.each<[string, () => Scenario, 'skipped' | 'dropped', string[], object]>([
    [
      'lets a parked person go on',
      parked,
      'skipped',
      ['post/call next 1s', 'done/end done 1s', 'completed: done'],
      { left: { next: 1 } },
    ],
    [
      'takes a parked person out',
      parked,
      'dropped',
      ['post/call dropped 1s', 'dropped: droppedByOperator'],
      { dropped: 1 },
    ],
    [
      'ends a wait early',
      waiting,
      'skipped',
      ['cool/wait next 1d', 'done/end done 1d', 'completed: done'],
      { left: { next: 1 } },
    ],
    [
      'takes a waiting person out',
      waiting,
      'dropped',
      ['cool/wait dropped 1d', 'dropped: droppedByOperator'],
      { dropped: 1 },
    ],
  ])('%s', (_title, stand, verb, trace, numbers) => {
    const run = stand()
    const { nodeId } = run.plan.steps[run.enrollment.stepId]!
    run.operator(verb)
    expect(run.trace.slice(-trace.length)).toEqual(trace)
    expect(run.numbers.get(nodeId)).toEqual({ ...none, ...numbers })
    expect(run.reasons).toContainEqual({ code: `${verb}ByOperator` })
  })

  test('moves a parked person, who is parked no longer', () => {
    const run = parked().move('done/end')
    expect(run.trace.at(-1)).toBe('completed: done')
    expect(run.numbers.get('post')).toEqual({ ...none, moved: 1 })
  })
})

describe('loops', () => {
  test('every round of a loop is a visit of its own', () => {
    const run = new Scenario(
      draw('entry > cool > again > cool', { cool: wait(1, 'days'), again: setField('note', 'x') }),
    )
    run.at('3d')
    const visits = run.commands.flatMap((command) =>
      command.type === 'recordStep' && command.step.stepId === 'cool/wait' ? [command.step.visit] : [],
    )
    expect(visits).toHaveLength(3)
    expect(new Set(visits).size).toBe(3)
    expect(run.trace.at(-1)).toBe('waits at cool/wait until 4d')
  })

  test('a loop that never rests is stopped and parked, not spun on', () => {
    const run = new Scenario(draw('entry > one > two > one', { one: setField('score', 1), two: setField('score', 2) }))
    expect(run.trace.at(-1)).toMatch(/^parked at (one|two)\/update: loopWithoutWait$/)
    expect(run.path.length).toBeLessThanOrEqual(maxStepsWithoutRest + 2)
  })
})

describe('for any journey and any order of events', () => {
  const people = 4

  type Happening =
    | { type: 'time'; hours: number }
    | { type: 'signal'; person: number }
    | { type: 'succeed' | 'fail' | 'retry'; person: number }
    | { type: 'move'; person: number; to: number }
    | { type: 'retried' | 'skipped' | 'dropped'; person: number }

  const person = fc.nat(people - 1)
  const happening = fc.oneof(
    fc.record({ type: fc.constant('time' as const), hours: fc.integer({ min: 0, max: 300 }) }),
    fc.record({ type: fc.constant('signal' as const), person }),
    fc.record({ type: fc.constantFrom('succeed' as const, 'fail' as const, 'retry' as const), person }),
    fc.record({ type: fc.constant('move' as const), person, to: fc.nat(30) }),
    fc.record({ type: fc.constantFrom('retried' as const, 'skipped' as const, 'dropped' as const), person }),
  )

  type World = { now: number; crowd: Enrollment[]; commands: Command[] }

  const newcomer = (plan: Plan, id: number): Enrollment => ({
    id: String(id),
    status: 'active',
    reason: null,
    stepId: plan.entry,
    visit: 1,
    enteredAt: 0,
    nodeEnteredAt: 0,
    dueAt: 0,
    timeLimitAt: null,
    fields: { score: id * 3 },
    outputs: {},
    signals: [],
    backfill: null,
  })

  function eventFor(plan: Plan, one: Enrollment, what: Happening, now: number): AdvanceEvent | null {
    if (one.status !== 'active' && one.status !== 'parked') return null
    if (what.type === 'move') {
      const steps = [null, ...Object.keys(plan.steps)]
      return { type: 'moved', to: steps[what.to % steps.length]!, reason: { code: 'movedByOperator' } }
    }
    if (what.type === 'retried') return one.status === 'parked' ? { type: 'retried' } : null
    if (what.type === 'skipped') return { type: 'skipped', reason: { code: 'skippedByOperator' } }
    if (what.type === 'dropped') return { type: 'dropped', reason: { code: 'droppedByOperator' } }
    if (one.status === 'parked') return null
    if (what.type === 'time') return one.dueAt !== null && one.dueAt <= now ? { type: 'due' } : null
    if (what.type === 'signal') return plan.steps[one.stepId]?.op === 'await' ? { type: 'due' } : null
    if (plan.steps[one.stepId]?.op !== 'perform') return null
    if (what.type === 'succeed') return { type: 'effectSucceeded', outputs: { ts: '1' }, fields: { score: 9 } }
    return { type: 'effectFailed', error: { code: 'httpError' }, retryAt: what.type === 'retry' ? now + 1000 : null }
  }

  function play(plan: Plan, happenings: readonly Happening[], check?: (world: World) => void): World {
    const world: World = { now: 0, crowd: Array.from({ length: people }, (_, id) => newcomer(plan, id)), commands: [] }
    for (const what of [{ type: 'time', hours: 0 } as const, ...happenings]) {
      if (what.type === 'time') world.now += what.hours * 3_600_000
      for (const [index, one] of world.crowd.entries()) {
        if ('person' in what && what.person !== index) continue
        const signals =
          what.type === 'signal'
            ? [...one.signals, { kind: 'mailOpened' as const, nodeId: null, at: world.now }]
            : one.signals
        const event = eventFor(plan, one, what, world.now)
        const advanced = event
          ? advance(plan, frozen({ ...one, signals }), event, world.now)
          : { enrollment: { ...one, signals }, commands: [] }
        world.crowd[index] = advanced.enrollment
        world.commands.push(...advanced.commands)
      }
      check?.(world)
    }
    return world
  }

  function numbersOf(world: World, plan: Plan) {
    const numbers: Record<string, Record<string, number>> = { [nodeIdOf(plan.entry)]: { entered: people } }
    const add = (nodeId: string, metric: string, by = 1) => {
      const node = (numbers[nodeId] ??= {})
      node[metric] = (node[metric] ?? 0) + by
    }
    for (const command of world.commands) if (command.type === 'count') add(command.nodeId, command.metric, command.by)
    for (const one of world.crowd) if (one.status === 'active') add(nodeIdOf(one.stepId), 'waiting')
    for (const one of world.crowd) if (one.status === 'parked') add(nodeIdOf(one.stepId), 'standing parked')
    return numbers
  }

  const anyPlan = fc
    .array(fc.nat(), { minLength: 40, maxLength: 40 })
    .map((numbers) => frozen(planOf(randomDocument(pickFrom(numbers)))))

  test('the numbers of every node add up at every moment', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(happening, { maxLength: 25 }), (plan, happenings) => {
        play(plan, happenings, (world) => {
          for (const [nodeId, { entered = 0, parked = 0, 'standing parked': standing = 0, ...rest }] of Object.entries(
            numbersOf(world, plan),
          )) {
            const sum = Object.values(rest).reduce((total, value) => total + value, parked)
            expect([nodeId, sum, parked]).toEqual([nodeId, entered, standing])
          }
        })
      }),
      { numRuns: 300 },
    )
  })

  test('the same events give the same result, and what comes in is left as it was', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(happening, { maxLength: 25 }), (plan, happenings) => {
        expect(play(plan, happenings)).toEqual(play(plan, happenings))
      }),
      { numRuns: 50 },
    )
  })

  test('whoever is active stands at a step, and is looked at again or waits for a condition', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(happening, { maxLength: 25 }), (plan, happenings) => {
        for (const one of play(plan, happenings).crowd) {
          if (one.status !== 'active') continue
          const step = plan.steps[one.stepId]
          expect(step && isResting(step)).toBe(true)
          expect(one.dueAt !== null || (step?.op === 'await' && step.timeLimit === null)).toBe(true)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('going on after a pause with what is overdue left out', () => {
  const reason = { code: 'skippedOnResume' as const }
  const skipFrom = (run: Scenario) => advance(run.plan, run.enrollment, { type: 'due', skips: reason }, run.now)
  const recorded = (commands: readonly Command[]) =>
    commands.flatMap((command) =>
      command.type === 'recordStep' ? [[command.step.stepId, command.step.outlet, command.step.reason]] : [],
    )

  test('neither calls nor opens a CTA up to the next wait, and says so at each; fields and closings happen', () => {
    const run = new Scenario(
      draw('entry > cta > cool > mark > post > again > shut > rest > call2 > done', {
        cta: openCta(),
        cool: wait(1, 'days'),
        mark: setField('note', 'seen'),
        post: call(),
        again: openCta(),
        shut: closeCta('cta'),
        rest: wait(1, 'days'),
        call2: call(),
      }),
    ).asleep('3d')
    const { enrollment, commands } = skipFrom(run)
    expect(recorded(commands)).toEqual([
      ['cool/wait', 'next', { code: 'waited' }],
      ['mark/update', 'next', { code: 'updated', fields: ['note'] }],
      ['post/call', 'next', reason],
      ['again/open', 'next', reason],
      ['shut/close', 'next', { code: 'ctaClosed', outcome: 'closedSuccess' }],
    ])
    expect(commands.map(({ type }) => type)).not.toContain('openCta')
    expect(enrollment).toMatchObject({ stepId: 'rest/wait', fields: { note: 'seen' }, dueAt: run.now + 86_400_000 })
    expect(new Set(commands.map(({ type }) => type))).toContain('closeCta')
  })

  test('leaves out what the person stands at, and by a moved position too', () => {
    const run = new Scenario(draw('entry > post > next > done', { post: call(), next: call() }))
    expect(skipFrom(run).enrollment).toMatchObject({ status: 'completed', reason: 'done' })
    const moved = { type: 'moved', to: 'next/call', reason: { code: 'nodeRemoved' }, skips: reason } as const
    expect(recorded(advance(run.plan, run.enrollment, moved, run.now).commands)).toEqual([
      ['post/call', null, { code: 'nodeRemoved' }],
      ['next/call', 'next', reason],
      ['done/end', 'done', expect.anything()],
    ])
  })

  test('nobody waits for the answer to a survey that was left out', () => {
    const { survey: asked, ...settings } = nodeKind('survey').defaultConfig as { survey: object }
    const survey = { kind: 'survey', config: { ...settings, survey: { ...asked, question: 'How likely?' } } }
    const run = new Scenario(
      draw('entry > cool > ask > rest > done\nask.timedOut > lost', {
        cool: wait(1, 'days'),
        ask: survey,
        rest: wait(1, 'days'),
      }),
    ).asleep('3d')
    expect(recorded(skipFrom(run).commands).slice(1)).toEqual([
      ['ask/ask', null, reason],
      ['ask/answer', 'timedOut', reason],
      ['lost/end', 'lost', expect.anything()],
    ])
  })

  test('a conditional wait that is only looked at in vain is not gone on from', () => {
    const run = new Scenario(
      draw('entry > hope > done', { hope: waitFor(isHappy, { amount: 5, unit: 'days' }) }),
    ).asleep('1d')
    expect(skipFrom(run)).toMatchObject({ enrollment: { stepId: 'hope/wait' }, commands: [] })
  })
})
