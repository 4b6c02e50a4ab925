import { describe, expect, test } from 'vitest'
import type { JourneyDocument } from '../graph/journey-document.ts'
import { impact } from './relocation/impact.ts'
import { retime } from './relocation/retime.ts'
import { call, draw, planOf, Scenario, wait } from '../testing/scenario.ts'

// 2026-01-01 is a Thursday.
const office = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: 'journey' }
const calling = (sendTimes: object | null, settings: Partial<JourneyDocument> = {}) =>
  draw('entry > post > done', { post: call('park', { sendTimes }) }, settings)

describe('a step that may only send at certain hours', () => {
  test('holds whoever arrives outside of them until they begin, and goes on at once within', () => {
    const run = new Scenario(calling(office))
    expect(run.trace).toEqual(['entry/arrive next 0', 'deferred at post/call until 9h'])
    expect(run.at('8h59m').commands.map(({ type }) => type)).not.toContain('perform')
    expect(run.at('9h').trace.at(-1)).toBe('performs post/call')
    expect(run.effectSucceeds().path.at(-2)).toBe('post/call next 9h')
  })

  test('does not hold whoever arrives within them', () => {
    expect(new Scenario(calling(office), { start: '2026-01-01T09:00:00Z' }).trace.at(-1)).toBe('performs post/call')
  })

  test('goes by the clocks of the participant, of a named zone, or of the journey', () => {
    const at = (zone: string, fields = {}) =>
      new Scenario(calling({ ...office, zone }, { timeZone: 'Asia/Tokyo' }), { fields }).trace.at(-1)
    expect(at('journey')).toBe('performs post/call')
    expect(at('participant', { timeZone: 'Europe/London' })).toBe('deferred at post/call until 9h')
    expect(at('participant')).toBe('performs post/call')
    expect(at('America/New_York')).toBe('deferred at post/call until 14h')
  })

  test('holds over the days that are not chosen', () => {
    const friday = new Scenario(calling(office), { start: '2026-01-02T17:00:00Z' })
    expect(friday.trace.at(-1)).toBe('deferred at post/call until 2d16h')
  })

  test('also holds an automatic retry, which stays an attempt of the same visit', () => {
    const run = new Scenario(calling(office), { start: '2026-01-02T16:59:00Z' })
    const { visit } = run.enrollment
    run.effectFails({ code: 'timeout' }, '2m')
    expect(run.trace.at(-1)).toBe('performs post/call')
    expect(run.enrollment.dueAt).toBe(run.start + (2 * 24 + 16) * 3_600_000 + 60_000)
    run.at('2d16h1m').effectSucceeds()
    expect(run.trace.at(-1)).toBe('completed: done')
    expect(run.path).toContain('post/call next 2d16h1m')
    expect(run.commands.flatMap((command) => (command.type === 'recordStep' ? command.step.visit : []))).toContain(
      visit,
    )
  })

  test('also holds whom an operator has tried again, and whom a worker comes to late', () => {
    const run = new Scenario(calling(office), { start: '2026-01-02T16:00:00Z' }).effectFails()
    run.at('3h').operator('retried')
    expect(run.trace.at(-1)).toBe('deferred at post/call until 2d17h')
    const late = new Scenario(calling(office)).asleep('18h').at('18h')
    expect(late.trace.at(-1)).toBe('deferred at post/call until 1d9h')
  })

  test('compiles to nothing where it is not asked for, so that an older plan is the same plan', () => {
    expect(planOf(calling(null))).toEqual(planOf(draw('entry > post > done', { post: call() })))
    expect(planOf(calling(null)).steps['post/call']).not.toHaveProperty('sendTimes')
  })
})

describe('a publish that changes the hours', () => {
  const mornings = { ...office, from: '06:00', to: '08:00' }

  test.each<[string, object | null, object | null, boolean]>([
    ['other hours', office, mornings, true],
    ['hours for the first time', null, office, true],
    ['no hours any more', office, null, true],
    ['other clocks', office, { ...office, zone: 'participant' }, true],
    ['the same', office, { ...office }, false],
    ['none, as before', null, null, false],
  ])('%s', (_title, before, after, isChange) => {
    const { retimes } = impact(planOf(calling(before)), planOf(calling(after)))
    expect(retimes).toEqual(isChange ? { 'post/call': { change: 'sendTimesChanged', apply: true } } : {})
  })

  test('another zone of the journey is a change for hours by its clocks, and for no others', () => {
    const change = (zone: string) =>
      impact(planOf(calling({ ...office, zone })), planOf(calling({ ...office, zone }, { timeZone: 'Asia/Tokyo' })))
        .retimes
    expect(change('journey')).toHaveProperty(['post/call'])
    expect(change('participant')).toHaveProperty(['post/call'])
    expect(change('Europe/London')).toEqual({})
  })

  test('whoever is deferred goes when the new hours allow it', () => {
    const deferred = () => new Scenario(calling(office)).at('1h')
    expect(deferred().publish(calling(mornings)).sweep().trace.at(-1)).toBe('deferred at post/call until 6h')
    expect(deferred().publish(calling(null)).sweep().trace.at(-1)).toBe('performs post/call')
    expect(
      deferred()
        .publish(calling({ ...office, from: '11:00' }))
        .sweep()
        .trace.at(-1),
    ).toBe('deferred at post/call until 11h')
  })

  test('people whom it sets free are spread over the window, and never past the new hours', () => {
    const run = new Scenario(calling(office)).at('1h')
    const at = (document: JourneyDocument, windowMs: number) =>
      retime(planOf(document), run.enrollment, run.now, { windowMs, chance: 1 }).dueAt! - run.start
    expect(at(calling(null), 60_000)).toBe(3_600_000 + 60_000)
    expect(at(calling({ ...office, from: '00:30', to: '01:30' }), 3_600_000)).toBe(24.5 * 3_600_000)
  })

  test('whoever is not deferred is not touched', () => {
    const run = new Scenario(calling(null)).publish(calling(office)).sweep()
    expect(run.trace.at(-1)).toBe('performs post/call')
    expect(run.effectSucceeds().trace.at(-1)).toBe('completed: done')
  })

  test('whoever has not come there yet is deferred by the new hours', () => {
    const with_ = (sendTimes: object | null) =>
      draw('entry > cool > post > done', { cool: wait(1, 'hours'), post: call('park', { sendTimes }) })
    const run = new Scenario(with_(null)).publish(with_(office)).at('2h')
    expect(run.trace.at(-1)).toBe('deferred at post/call until 9h')
  })
})
