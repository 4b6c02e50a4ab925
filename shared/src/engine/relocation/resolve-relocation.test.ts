import { expect, test } from 'vitest'
import type { Backfill, Enrollment } from '../enrollment.ts'
import { call, draw, planOf, wait, waitFor } from '../../testing/scenario.ts'
import { noImpact, type Impact } from './impact.ts'
import { resolveRelocation, type PublishedVersion, type Relocation } from './resolve-relocation.ts'

const day = 86_400_000
const now = 10 * day
const spread = { windowMs: 1000, chance: 0.25 }

const full = planOf(
  draw('entry > first > second > done', {
    first: wait(3, 'days'),
    second: waitFor({ signal: 'mailOpened' }, { amount: 5, unit: 'days' }),
  }),
)
const withoutFirst = planOf(
  draw('entry > second > done', { second: waitFor({ signal: 'mailOpened' }, { amount: 5, unit: 'days' }) }),
)
const shorter = planOf(
  draw('entry > first > second > done', {
    first: wait(1, 'days'),
    second: waitFor({ signal: 'mailOpened' }, { amount: 1, unit: 'days' }),
  }),
)
const called = planOf(draw('entry > first > second > done', { first: call('park'), second: wait(1, 'days') }))

const first = full.nodes.first!.entry
const second = full.nodes.second!.entry

/** Versions 1, 2, …, each with what its publish meant. */
function versions(...published: [PublishedVersion['plan'], Partial<Impact>?][]): PublishedVersion[] {
  return published.map(([plan, impact], index) => ({ number: index + 1, plan, impact: { ...noImpact, ...impact } }))
}

function standing(stepId: string, change: Partial<Enrollment> = {}): Enrollment {
  return {
    id: 'e1',
    status: 'active',
    reason: null,
    stepId,
    visit: 2,
    enteredAt: 8 * day,
    nodeEnteredAt: 8 * day,
    dueAt: 11 * day,
    timeLimitAt: null,
    fields: {},
    outputs: {},
    signals: [],
    backfill: null,
    ...change,
  }
}

const away: Backfill = { nodeId: 'new', stepId: first, enteredAt: 0, dueAt: 0, timeLimitAt: null, completed: null }
const removed: Partial<Impact> = { redirects: { [first]: second } }
const taken: Partial<Impact> = { redirects: { [first]: null } }
const retimed: Partial<Impact> = {
  retimes: { [first]: { change: 'shortened', apply: true }, [second]: { change: 'shortened', apply: true } },
}

type Expected = Partial<Omit<Relocation, 'state'>> & { state?: Partial<Enrollment> }

test.each<[string, Enrollment, PublishedVersion[], Expected]>([
  [
    'nothing was published: they stay',
    standing(first),
    versions([full]),
    { versionNumber: 1, plan: full, event: null },
  ],
  [
    'their step is untouched: they stay, and carry the live version',
    standing(second),
    versions([full], [withoutFirst, removed]),
    {
      versionNumber: 2,
      pinnedVersion: null,
      plan: withoutFirst,
      event: null,
      state: { stepId: second, dueAt: 11 * day },
    },
  ],
  [
    'their step is gone: they are moved along its redirect',
    standing(first),
    versions([full], [withoutFirst, removed]),
    { versionNumber: 2, plan: withoutFirst, event: { type: 'moved', to: second, reason: { code: 'nodeRemoved' } } },
  ],
  [
    'their step is gone with nowhere to go: they leave the journey',
    standing(first),
    versions([full], [withoutFirst, taken]),
    { event: { type: 'moved', to: null, reason: { code: 'nodeRemovedExit' } } },
  ],
  [
    'no version says what became of their step: they leave the journey rather than stand nowhere',
    standing('ghost/wait'),
    versions([full], [withoutFirst]),
    { event: { type: 'moved', to: null, reason: { code: 'nodeRemovedExit' } } },
  ],
  [
    'two publishes: the redirects are followed in their order',
    standing(first),
    versions([full], [withoutFirst, removed], [called, { redirects: { [second]: null } }]),
    { versionNumber: 3, event: { type: 'moved', to: null, reason: { code: 'nodeRemovedExit' } } },
  ],
  [
    'a backfill whose node is gone is cancelled',
    standing(first, { backfill: { ...away, stepId: second } }),
    versions([full], [withoutFirst, removed]),
    { event: { type: 'backfillCancelled', reason: { code: 'nodeRemoved' } } },
  ],
  [
    'the way back from a backfill leads to where the people of that place went',
    standing(second, { backfill: away }),
    versions([full], [withoutFirst, removed]),
    { event: null, state: { backfill: { ...away, stepId: second } } },
  ],
  [
    'whoever had completed before the backfill keeps their way back',
    standing(second, { backfill: { ...away, completed: 'completed' } }),
    versions([full], [withoutFirst, removed]),
    { state: { backfill: { ...away, completed: 'completed' } } },
  ],
  [
    'a shorter wait: they are overdue, and due within the window',
    standing(first),
    versions([full], [shorter, retimed]),
    { plan: shorter, event: null, state: { dueAt: now + 250, timeLimitAt: null } },
  ],
  [
    'a shorter time limit: it runs from when they entered',
    standing(second, { enteredAt: 9.5 * day, dueAt: 14.5 * day, timeLimitAt: 14.5 * day }),
    versions([full], [shorter, retimed]),
    { state: { dueAt: 10.5 * day, timeLimitAt: 10.5 * day } },
  ],
  [
    'a shorter wait that the publish left alone',
    standing(first),
    versions([full], [shorter, { retimes: { [first]: { change: 'shortened', apply: false } } }]),
    { state: { dueAt: 11 * day } },
  ],
  [
    'a changed condition: they are looked at within the window',
    standing(second, { dueAt: null }),
    versions([full], [shorter, { rechecks: [second] }]),
    { event: null, state: { dueAt: now + 250 } },
  ],
  [
    'a changed condition of somebody who is due before: their moment stays',
    standing(second, { dueAt: now - 5 }),
    versions([full], [shorter, { rechecks: [second] }]),
    { state: { dueAt: now - 5 } },
  ],
  [
    'their step is pinned: they finish on the version before, whatever came after',
    standing(first),
    versions([full], [shorter, { pins: [first], ...retimed }], [withoutFirst, removed]),
    { versionNumber: 1, pinnedVersion: 1, plan: full, event: null, state: { dueAt: 11 * day } },
  ],
  [
    'the step they were moved to is pinned later: they are moved under the version that is theirs',
    standing(first),
    versions([full], [withoutFirst, removed], [called, { pins: [second], redirects: { [second]: null } }]),
    {
      versionNumber: 2,
      pinnedVersion: 2,
      plan: withoutFirst,
      event: { type: 'moved', to: second, reason: { code: 'nodeRemoved' } },
    },
  ],
  [
    'a publish after their pin leads no way back elsewhere',
    standing(second, { backfill: away }),
    versions([full], [shorter, { pins: [second] }], [withoutFirst, removed]),
    { pinnedVersion: 1, state: { backfill: away } },
  ],
])('%s', (_, state, published, expected) => {
  const relocation = resolveRelocation({ state, versionNumber: 1, pinnedVersion: null }, published, now, spread)
  expect(relocation).toMatchObject(expected)
})

test('whoever finishes on an older version stays as they are', () => {
  const state = standing(first)
  const published = versions([full], [withoutFirst, removed])
  const relocation = resolveRelocation({ state, versionNumber: 1, pinnedVersion: 1 }, published, now)
  expect(relocation).toEqual({ versionNumber: 1, pinnedVersion: 1, plan: full, state, event: null })
})
