import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition } from '../../conditions/condition.ts'
import { applyOperations } from '../../drafts/operation.ts'
import type { JourneyDocument } from '../../graph/journey-document.ts'
import { composeImpacts, impact, noImpact, redirect, type Impact } from './impact.ts'
import { publishChanges } from './publish-changes.ts'
import { frozen, one, pickFrom, randomDocument, randomNode } from '../../testing/random-journey.ts'
import {
  call,
  draw,
  planOf,
  Scenario,
  setField,
  splitBy,
  wait,
  waitFor,
  waitUntil,
  type DrawnNode,
} from '../../testing/scenario.ts'

const opened: Condition = { signal: 'mailOpened' }
const high: Condition = { field: 'score', operator: 'gte', value: 9 }

const between = (before: JourneyDocument, after: JourneyDocument) => impact(planOf(before), planOf(after))
const line = (cool: DrawnNode, settings = {}) => draw('entry > cool > done', { cool }, settings)

// One test or more for each row of what an edit does to people, by where they are.

describe('a wait is changed', () => {
  const days = (amount: number) => wait(amount, 'days')

  test.each<[string, DrawnNode, DrawnNode, object]>([
    ['shorter', days(3), days(2), { change: 'shortened', apply: true }],
    ['shorter in another unit', days(3), wait(71, 'hours'), { change: 'shortened', apply: true }],
    ['longer', days(3), wait(1, 'weeks'), { change: 'lengthened', apply: false }],
    [
      'to an earlier moment',
      waitUntil('until', { at: '2026-02-01T00:00:00Z' }),
      waitUntil('until', { at: '2026-02-01T00:00:00+09:00' }),
      { change: 'shortened', apply: true },
    ],
    ['to another kind', days(3), waitUntil('untilField', { field: 'renewal' }), { change: 'kindChanged', apply: true }],
    [
      'to another date field',
      waitUntil('untilField', { field: 'seenAt' }),
      waitUntil('untilField', { field: 'renewal' }),
      { change: 'kindChanged', apply: true },
    ],
    [
      'to another window',
      waitUntil('window', { weekdays: [1], from: '09:00', to: '17:00' }),
      waitUntil('window', { weekdays: [1], from: '08:00', to: '17:00' }),
      { change: 'kindChanged', apply: true },
    ],
    [
      "to the participant's clocks",
      days(3),
      wait(3, 'days', { timeZone: 'participant' }),
      { change: 'kindChanged', apply: true },
    ],
  ])('%s', (_title, before, after, expected) => {
    expect(between(line(before), line(after))).toEqual({ ...noImpact, retimes: { 'cool/wait': expected } })
  })

  test.each<[string, DrawnNode, DrawnNode]>([
    ['not at all', days(3), days(3)],
    ['to the same time in other words', days(1), wait(24, 'hours')],
  ])('%s: nobody is touched', (_title, before, after) => {
    expect(between(line(before), line(after))).toEqual(noImpact)
  })

  test('shortened: whoever is in it is timed anew from when they entered', () => {
    const run = new Scenario(line(days(7)))
      .at('2d')
      .publish(line(days(3)))
      .sweep()
    expect(run.trace.at(-1)).toBe('waits at cool/wait until 3d')
  })

  test('shortened: whoever is overdue goes on within the window, not all at once', () => {
    const run = new Scenario(line(days(7)))
      .at('5d')
      .publish(line(days(3)))
      .sweep(60_000)
    expect(run.trace.at(-1)).toBe('waits at cool/wait until 5d1m')
  })

  test('lengthened: whoever is in it keeps their time, whoever comes later waits longer', () => {
    const longer = line(days(7))
    expect(new Scenario(line(days(3))).at('2d').publish(longer).sweep().trace.at(-1)).toBe(
      'waits at cool/wait until 3d',
    )
    const late = new Scenario(draw('entry > first > cool > done', { first: days(1), cool: days(3) }))
    late.publish(draw('entry > first > cool > done', { first: days(1), cool: days(7) })).at('1d')
    expect(late.trace.at(-1)).toBe('waits at cool/wait until 8d')
  })

  test('kind changed: a time that has passed is now, spread', () => {
    const moment = line(waitUntil('until', { at: '2026-01-03T00:00:00Z' }))
    const run = new Scenario(line(days(7))).at('5d').publish(moment).sweep(60_000)
    expect(run.trace.at(-1)).toBe('waits at cool/wait until 5d1m')
  })
})

describe('a conditional wait is changed', () => {
  const graph = 'entry > reply > happy \n reply.timedOut > late'
  const reply = (condition: Condition, days: number | null) =>
    draw(graph, { reply: waitFor(condition, days === null ? null : { amount: days, unit: 'days' }) })

  test.each<[string, number | null, number | null, object]>([
    ['shorter', 7, 3, { change: 'shortened', apply: true }],
    ['longer', 3, 7, { change: 'lengthened', apply: false }],
    ['there at last', null, 7, { change: 'shortened', apply: true }],
    ['gone', 7, null, { change: 'lengthened', apply: false }],
  ])('its time limit is %s', (_title, before, after, expected) => {
    const retimes = { 'reply/wait': expected }
    expect(between(reply(opened, before), reply(opened, after))).toEqual({ ...noImpact, retimes })
  })

  test('its time limit is shortened: counted from when people entered', () => {
    const run = new Scenario(reply(opened, 7)).at('2d').publish(reply(opened, 3)).sweep()
    expect(run.at('4d').path[1]).toBe('reply/wait timedOut 3d')
  })

  test('its time limit is shortened: also for whom a signal woke before the sweep came by', () => {
    const either: Condition = { any: [opened, high] }
    const run = new Scenario(reply(either, 7)).at('2d').publish(reply(either, 3)).signal('mailClicked')
    expect(run.at('4d').path[1]).toBe('reply/wait timedOut 3d')
  })

  test('its time limit is lengthened: whoever is in it keeps theirs', () => {
    const run = new Scenario(reply(opened, 3)).at('2d').publish(reply(opened, 7)).sweep()
    expect(run.at('4d').path[1]).toBe('reply/wait timedOut 3d')
  })

  test('its condition is another one: everybody in it is looked at again', () => {
    expect(between(reply(opened, 7), reply(high, 7))).toEqual({ ...noImpact, rechecks: ['reply/wait'] })
    const run = new Scenario(reply(opened, 7), { fields: { score: 10 } }).at('2d').publish(reply(high, 7)).sweep()
    expect(run.trace.slice(1)).toEqual(['reply/wait met 2d', 'happy/end happy 2d', 'completed: happy'])
  })

  test('its condition is another one that is not met either: the wait goes on as it was', () => {
    const run = new Scenario(reply(opened, 7)).at('2d').publish(reply(high, 7)).sweep()
    expect(run.trace.at(-1)).toBe('waits at reply/wait until 7d')
  })
})

describe('a node is removed', () => {
  const day = wait(1, 'days')
  const before = draw('entry > one > fork > two > done \n fork.a > three > done', {
    one: day,
    fork: splitBy({ a: high }),
    two: day,
    three: day,
  })

  test.each<[string, JourneyDocument, Record<string, string | null>]>([
    [
      'to the next node on its main path',
      draw('entry > fork > two > done \n fork.a > three > done', { fork: splitBy({ a: high }), two: day, three: day }),
      { 'one/wait': 'fork/choose' },
    ],
    [
      'past neighbours that are removed as well, by the last way out of a split',
      draw('entry > done', {}),
      { 'one/wait': 'done/end', 'fork/choose': 'done/end', 'two/wait': 'done/end', 'three/wait': 'done/end' },
    ],
    [
      'with its branch',
      draw('entry > one > fork > two > done', { one: day, fork: splitBy({ b: high }), two: day }),
      { 'three/wait': 'done/end' },
    ],
    [
      'out of the journey when nothing on its main path is left',
      draw('entry > new > end', { new: day }),
      { 'one/wait': null, 'fork/choose': null, 'two/wait': null, 'three/wait': null, 'done/end': null },
    ],
    [
      'also when it is still drawn, but cut off',
      draw('entry > fork > two > done \n fork.a > three > done \n one > done', {
        one: day,
        fork: splitBy({ a: high }),
        two: day,
        three: day,
      }),
      { 'one/wait': 'fork/choose' },
    ],
  ])('its people go on: %s', (_title, after, redirects) => {
    expect(between(before, after)).toEqual({ ...noImpact, redirects })
  })

  test('its people arrive at the next node as anybody does', () => {
    const after = draw('entry > two > done', { two: wait(2, 'days') })
    const run = new Scenario(draw('entry > one > two > done', { one: wait(9, 'days'), two: wait(2, 'days') }))
    run.at('1d').publish(after).sweep()
    expect(run.trace.slice(1)).toEqual(['one/wait moved 1d', 'waits at two/wait until 3d'])
  })

  test('its people leave when nothing is left for them', () => {
    const run = new Scenario(line(day)).publish(draw('entry > new', { new: day })).sweep()
    expect(run.trace.slice(1)).toEqual(['cool/wait moved 0', 'completed: nodeRemovedExit'])
  })

  test('a loop of removed nodes leads out of the journey, not round', () => {
    const loop = draw('entry > one > two > one', { one: day, two: day })
    expect(between(loop, draw('entry > done')).redirects).toEqual({ 'one/wait': null, 'two/wait': null })
  })

  test('whoever was not there yet does not notice', () => {
    const after = draw('entry > first > done', { first: day })
    const run = new Scenario(draw('entry > first > one > done', { first: day, one: day })).publish(after).sweep()
    expect(run.at('1d').trace.slice(1)).toEqual(['first/wait next 1d', 'done/end done 1d', 'completed: done'])
  })
})

describe('a node is replaced by another kind', () => {
  const before = line(wait(3, 'days'))
  const after = draw('entry > cool > done \n cool.timedOut > late', {
    cool: waitFor(high, { amount: 1, unit: 'days' }),
  })

  test('its people arrive at the new one, even where the name of the step is the same', () => {
    expect(between(before, after).redirects).toEqual({ 'cool/wait': 'cool/wait' })
    const run = new Scenario(before).at('2d').publish(after).sweep()
    expect(run.trace.slice(1)).toEqual(['cool/wait moved 2d', 'waits at cool/wait until 3d'])
  })

  test('an effect that was begun under the old kind ends under it', () => {
    const calling = draw('entry > post > done', { post: call() })
    const run = new Scenario(calling).publish(draw('entry > post > done', { post: setField('note', 'x') })).sweep()
    expect(run.trace.at(-1)).toBe('performs post/call')
    expect(run.at('1s').effectSucceeds().trace.slice(1)).toEqual([
      'post/call next 1s',
      'done/end done 1s',
      'completed: done',
    ])
  })
})

describe('an effect is under way when its node is edited', () => {
  const calling = (onError: Parameters<typeof call>[0]) =>
    draw(`entry > post > done ${onError === 'outlet' ? '\n post.failed > sorry' : ''}`, { post: call(onError) })

  test('rewired: it leaves by the new way', () => {
    const rewired = draw('entry > post > thank', { post: call() })
    expect(between(calling('park'), rewired)).toEqual({ ...noImpact, redirects: { 'done/end': null } })
    const run = new Scenario(calling('park')).publish(rewired).at('1s').effectSucceeds()
    expect(run.trace.at(-1)).toBe('completed: thank')
  })

  test('removed: it is finished, and leads to where its old way goes today', () => {
    const removed = draw('entry > thank', {})
    const run = new Scenario(draw('entry > post > keep > thank', { post: call(), keep: setField('note', 'x') }))
    run.publish(removed).at('1s').effectSucceeds()
    expect(run.trace.slice(1)).toEqual(['post/call next 1s', 'thank/end thank 1s', 'completed: thank'])
  })

  test('removed: its failure still follows the policy it was entered with', () => {
    const run = new Scenario(calling('outlet')).publish(draw('entry > sorry')).at('1s').effectFails()
    expect(run.trace.slice(1)).toEqual(['post/call failed 1s', 'sorry/end sorry 1s', 'completed: sorry'])
  })

  test('removed: its automatic attempts go on', () => {
    const run = new Scenario(calling('park'))
      .publish(draw('entry > done'))
      .at('1s')
      .effectFails(undefined, '30s')
      .sweep()
    expect(run.trace.at(-1)).toBe('performs post/call')
    expect(run.at('1m').effectSucceeds().trace.at(-1)).toBe('completed: done')
  })

  test('removed by one publish, and where it leads by the next: both redirects count', () => {
    const start = draw('entry > post > one > two', { post: call(), one: wait(1, 'days'), two: wait(2, 'days') })
    const run = new Scenario(start)
    run.publish(draw('entry > one > two', { one: wait(1, 'days'), two: wait(2, 'days') }))
    run.publish(draw('entry > two', { two: wait(2, 'days') }))
    expect(run.effectSucceeds().trace.slice(1)).toEqual(['post/call next 0', 'waits at two/wait until 2d'])
  })
})

describe('edits that touch nobody who is inside', () => {
  const fork = (value: number) => splitBy({ a: { field: 'score', operator: 'gte', value } })
  const drawn = (value: number, more = {}) =>
    draw('entry > fork > cool > done \n fork.a > done', { fork: fork(value), cool: wait(3, 'days') }, more)

  test.each<[string, JourneyDocument]>([
    ['the condition of a split', drawn(5)],
    ['who is told apart, and who may come again', drawn(9, { uniqueBy: ['note'], reentry: 'always' })],
    [
      'a node that is added',
      draw('entry > fork > cool > new > done \n fork.a > done', {
        fork: fork(9),
        cool: wait(3, 'days'),
        new: setField('note', 'x'),
      }),
    ],
    [
      'an edge that is led elsewhere',
      draw('entry > cool > fork > done \n fork.a > done', { fork: fork(9), cool: wait(3, 'days') }),
    ],
  ])('%s', (_title, after) => {
    expect(between(drawn(9), after)).toEqual(noImpact)
  })

  test('a split is not decided again for whoever is past it', () => {
    const run = new Scenario(drawn(9), { fields: { score: 6 } }).publish(drawn(5)).sweep()
    expect(run.at('3d').path).toContain('cool/wait next 3d')
  })

  test('an added node is run by whoever has not passed that place', () => {
    const after = draw('entry > cool > new > done', { cool: wait(3, 'days'), new: setField('note', 'x') })
    expect(new Scenario(line(wait(3, 'days'))).publish(after).sweep().at('3d').path).toContain('new/update next 3d')
  })

  test('a call that is changed is changed for whoever has not begun it', () => {
    const before = draw('entry > cool > post > done', { cool: wait(1, 'days'), post: call('park') })
    const after = draw('entry > cool > post > done', { cool: wait(1, 'days'), post: call('continue') })
    expect(between(before, after)).toEqual(noImpact)
    expect(new Scenario(before).publish(after).sweep().at('1d').effectFails().trace.at(-1)).toBe('completed: done')
  })
})

describe('redirects of several publishes', () => {
  const redirects = (...all: Impact['redirects'][]): Impact[] => all.map((one) => ({ ...noImpact, redirects: one }))
  const impacts = redirects({ a: 'b' }, { b: 'c' }, { c: null, x: 'a' })

  test.each<[string, string, string | null | undefined]>([
    ['are followed in their order', 'a', null],
    ['begin where a person stood', 'b', null],
    ['are not followed backwards', 'x', 'a'],
    ['leave everybody else alone', 'y', undefined],
  ])('%s', (_title, stepId, target) => {
    expect(redirect(stepId, impacts)).toBe(target === undefined ? stepId : target)
    expect(composeImpacts(stepId, impacts, 1)).toMatchObject({ to: target, pinnedTo: null })
  })

  test('count also when the last one brought the node back: the person has left it', () => {
    const back = redirects({ a: 'b' }, { b: 'a' })
    expect([redirect('a', back), composeImpacts('a', back, 1).to]).toEqual(['a', 'a'])
  })

  test('a step named like something every object has is a step like others', () => {
    expect(redirect('toString', impacts)).toBe('toString')
    expect(composeImpacts('toString', impacts, 1).to).toBeUndefined()
  })

  test('end where somebody is to finish on the version before: nothing published later is theirs', () => {
    const pinned: Impact[] = [
      ...redirects({ a: 'b' }),
      { ...noImpact, redirects: { b: 'c' }, pins: ['b'] },
      ...redirects({ b: null, c: null }),
    ]
    expect(composeImpacts('a', pinned, 4)).toEqual({ to: 'b', pinnedTo: 5, isRetimed: false, isRechecked: false })
    expect(composeImpacts('c', pinned, 4)).toMatchObject({ to: null, pinnedTo: null })
  })

  test('set no time for somebody who was taken elsewhere, since they arrive there by the newest definition', () => {
    const all: Impact[] = [
      ...redirects({ a: 'b' }),
      { ...noImpact, retimes: { b: { change: 'shortened', apply: true } }, rechecks: ['b'] },
    ]
    expect(composeImpacts('a', all, 1)).toMatchObject({ to: 'b', isRetimed: false, isRechecked: false })
    expect(composeImpacts('b', all, 1)).toMatchObject({ to: undefined, isRetimed: true, isRechecked: true })
  })
})

describe('what an admin may choose', () => {
  const day = wait(1, 'days')
  const before = draw('entry > cool > later > done', { cool: wait(3, 'days'), later: wait(5, 'days') })
  const without = draw('entry > later > done', { later: wait(5, 'days') })
  const changesOf = (from: JourneyDocument, to: JourneyDocument) =>
    publishChanges({ document: from, plan: planOf(from) }, { document: to, plan: planOf(to) })

  test('is said for each change, the default first', () => {
    expect(changesOf(before, without)).toEqual([
      {
        id: 'nodeRemoved:cool',
        change: 'nodeRemoved',
        nodeId: 'cool',
        target: 'later',
        stepIds: ['cool/wait'],
        choices: ['move', 'moveTo', 'exit', 'finishOld'],
      },
      { id: 'edgeRewired:entry', change: 'edgeRewired', nodeId: 'entry', stepIds: [], choices: [] },
      { id: 'excluded', change: 'excluded', stepIds: [], choices: ['keep', 'remove'] },
    ])
  })

  test.each<[string, string, string]>([
    ['to go on along the main path', 'move', 'waits at later/wait until 6d'],
    ['to go where the admin says', 'moveTo:done', 'completed: done'],
    ['to leave the journey', 'exit', 'completed: nodeRemovedExit'],
    ['to finish on the version they know', 'finishOld', 'waits at cool/wait until 3d'],
  ])('at a removed step: %s', (_title, choice, trace) => {
    const run = new Scenario(before).at('1d').publish(without, { 'nodeRemoved:cool': choice }).sweep()
    expect(run.trace.at(-1)).toBe(trace)
  })

  test('whoever finishes on the old version goes through what they know, whatever is published meanwhile', () => {
    const run = new Scenario(before).at('1d').publish(without, { 'nodeRemoved:cool': 'finishOld' }).sweep()
    run.publish(draw('entry > done')).sweep()
    expect(run.at('9d').path.slice(1)).toEqual(['cool/wait next 3d', 'later/wait next 8d', 'done/end done 8d'])
  })

  test('a choice that is not there, or a step that is not, is refused with what is', () => {
    const choose = (choices: Record<string, string>) => () => new Scenario(before).publish(without, choices)
    expect(choose({ 'nodeRemoved:cool': 'retime' })).toThrow('move, moveTo, exit, finishOld')
    expect(choose({ 'nodeRemoved:cool': 'moveTo:cool' })).toThrow('moveTo:later')
    expect(choose({ nothing: 'move' })).toThrow('nodeRemoved:cool')
  })

  describe('sends people who are past a new step to it after all', () => {
    const news = { kind: 'email', config: { subject: 'News', body: 'News' } }
    const added = draw('entry > cool > mail > later > done', {
      cool: wait(3, 'days'),
      mail: news,
      later: wait(5, 'days'),
    })
    const backfill = { 'nodeAdded:mail': 'backfill' }

    test('and back to the wait they stood in, which goes on as if they had never been away', () => {
      const run = new Scenario(before).at('4d').publish(added, backfill).sweep()
      expect(run.trace.at(-1)).toBe('performs mail/send')
      run.effectSucceeds()
      expect(run.trace.at(-1)).toBe('waits at later/wait until 8d')
      expect(run.path.slice(2)).toEqual(['later/wait moved 4d', 'mail/send next 4d'])
    })

    test('and lets those who had completed the journey complete it again', () => {
      const run = new Scenario(before).at('10d').publish(added, backfill).sweep().effectSucceeds()
      expect(run.trace.at(-1)).toBe('completed: done')
      expect(run.numbers.get('done')).toMatchObject({ entered: 1, left: { done: 1 } })
    })

    test('but nobody who comes by it by themselves', () => {
      const run = new Scenario(before).at('1d').publish(added, backfill).sweep()
      expect(run.trace.at(-1)).toBe('waits at cool/wait until 3d')
    })

    test('not a second time', () => {
      const run = new Scenario(before).at('4d').publish(added, backfill).sweep().effectSucceeds().sweep()
      expect(run.path.filter((stop) => stop.startsWith('mail/send'))).toHaveLength(1)
    })

    test('from the end of a path they go on along what was added to it', () => {
      const short = draw('entry > cool', { cool: wait(3, 'days') })
      const longer = draw('entry > cool > mail > more > done', { cool: wait(3, 'days'), mail: news, more: day })
      const run = new Scenario(short).at('4d').publish(longer, backfill).sweep().effectSucceeds()
      expect(run.trace.at(-1)).toBe('waits at more/wait until 5d')
    })

    test('unless another publish takes the step away: they are back where they stood', () => {
      const run = new Scenario(before).at('4d').publish(added, backfill)
      run.sweep(3_600_000).publish(before).sweep()
      expect(run.trace.at(-1)).toBe('waits at later/wait until 8d')
    })

    test('also when the wait they stood in was taken away meanwhile', () => {
      const run = new Scenario(before).at('4d').publish(added, backfill).sweep(3_600_000)
      run.publish(draw('entry > cool > mail > done', { cool: wait(3, 'days'), mail: news })).sweep()
      expect(run.at('4d1h').effectSucceeds().trace.at(-1)).toBe('completed: done')
    })

    test.each([
      ['a wait, which has nothing for them', 'entry > cool > new > later > done', wait(1, 'days')],
      ['a split', 'entry > cool > new > later > done', splitBy({ a: high })],
    ])('never to %s', (_title, lines, node) => {
      const after = draw(lines, { cool: wait(3, 'days'), later: wait(5, 'days'), new: node })
      expect(changesOf(before, after).find(({ nodeId }) => nodeId === 'new')?.choices).toEqual([])
    })
  })
})

test('after any publishes everybody who is inside stands on a step that exists, and can go on from there', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 120, maxLength: 120 }), (numbers) => {
      const pick = pickFrom(numbers)
      let document = randomDocument(pick)
      const run = new Scenario(document, { fields: { score: pick(10) } })
      for (let round = 0; round < 4; round++) {
        run.at(`${round * 40 + pick(40)}h`)
        for (let edit = 0; edit < 3; edit++) document = edited(document)
        run.publish(frozen(document))
        if (pick(2) === 0) continue
        run.sweep()
        if (run.trace.at(-1)?.startsWith('performs') && pick(2) === 0) run.effectSucceeds()
        else if (run.trace.at(-1)?.startsWith('performs')) run.effectFails()
        if (run.enrollment.status !== 'active') return
        if (run.trace.at(-1)?.startsWith('performs')) continue
        expect(Object.keys(run.plan.steps)).toContain(run.enrollment.stepId)
      }

      function edited(from: JourneyDocument): JourneyDocument {
        const { id } = one(pick, from.nodes)
        const target = one(pick, from.nodes).id
        const result = applyOperations(from, [
          one(pick, [
            { op: 'removeNode' as const, nodeId: id === 'entry' ? target : id },
            { op: 'disconnect' as const, source: id, outlet: 'next' },
            { op: 'connect' as const, edge: { source: id, outlet: 'next', target } },
            { op: 'addNode' as const, node: { id: `m${pick(3)}`, position: { x: 0, y: 0 }, ...randomNode(pick) } },
          ]),
        ])
        return result.ok && result.value.document.nodes.some(({ kind }) => kind === 'entry')
          ? result.value.document
          : from
      }
    }),
    { numRuns: 500 },
  )
})
