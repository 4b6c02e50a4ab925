import { describe, expect, it } from 'vitest'
import {
  buildPath,
  type Callout,
  type Cta,
  type Enrollment,
  type Mail,
  type Participant,
  hasUnrecordedStep,
  type StepExecution,
  type SurveyResponse,
} from './build-path.ts'

const enrollment = (values: Partial<Enrollment>): Enrollment => ({
  id: 'e1',
  entry: 1,
  status: 'active',
  reason: null,
  nodeId: 'post',
  enteredAt: '2026-11-22T12:00:00Z',
  dueAt: null,
  createdAt: '2026-11-22T12:00:00Z',
  endedAt: null,
  inDoubt: false,
  attempt: 0,
  waitingFor: null,
  ...values,
})

const step = (values: Partial<StepExecution>): StepExecution => ({
  enrollmentId: 'e1',
  stepId: 'post/call',
  nodeId: 'post',
  visit: 1,
  version: 1,
  enteredAt: '2026-11-22T12:00:00Z',
  leftAt: '2026-11-22T12:00:01Z',
  outlet: 'next',
  outcome: 'left',
  reason: null,
  ...values,
})

const participant = (enrollments: Enrollment[], stepExecutions: StepExecution[] = []): Participant => ({
  participantId: 'p',
  key: 'a@example.com',
  email: 'a@example.com',
  fields: {},
  createdAt: '2026-11-22T12:00:00Z',
  enrollments,
  stepsRemoved: null,
  stepExecutions,
})

const callout = (values: Partial<Callout>) =>
  ({ id: 'c', enrollmentId: 'e1', stepId: 'post/call', visit: 1, attempt: 1, isTest: false, ...values }) as Callout
const cta = (values: Partial<Cta>) => ({ enrollmentId: 'e1', nodeId: 'cta', ...values }) as Cta
const none = { callouts: [], mails: [], ctas: [], responses: [] }

describe('a path', () => {
  it('tells the answer to a survey at the step that waited for it, in a loop too', () => {
    const answer = (visit: number, score: number) =>
      ({ enrollmentId: 'e1', nodeId: 'ask', visit, score }) as SurveyResponse
    const at = (visit: number, part: string) => step({ nodeId: 'ask', stepId: `ask/${part}`, visit })
    const [journeyRun] = buildPath(
      participant([enrollment({})], [at(2, 'ask'), at(3, 'answer'), at(4, 'ask'), at(5, 'answer')]),
      {
        ...none,
        responses: [answer(4, 9), answer(2, 3)],
      },
    )
    expect(journeyRun!.steps.map(({ records }) => records.responses[0]?.score ?? null)).toEqual([null, 3, null, 9])
  })

  it('begins with the newest pass', () => {
    const journeyRuns = buildPath(participant([enrollment({}), enrollment({ id: 'e2', entry: 2 })]), none)
    expect(journeyRuns.map((journeyRun) => journeyRun.enrollment.entry)).toEqual([2, 1])
  })

  it('gives each visit of a step its own attempts, the first try first', () => {
    const newestFirst = [
      callout({ id: 'second visit', visit: 2 }),
      callout({ id: 'retry', attempt: 2 }),
      callout({ id: 'first', attempt: 1 }),
      callout({ id: 'test', isTest: true }),
      callout({ id: 'another pass', enrollmentId: 'e0' }),
    ]
    const [journeyRun] = buildPath(participant([enrollment({})], [step({}), step({ visit: 2 })]), {
      ...none,
      callouts: newestFirst,
    })
    expect(journeyRun?.steps.map((each) => each.records.callouts.map(({ id }) => id))).toEqual([
      ['first', 'retry'],
      ['second visit'],
    ])
    expect(journeyRun?.underWay).toEqual([])
  })

  it('keeps the attempts of a step that is not over for where they stand', () => {
    const [journeyRun] = buildPath(participant([enrollment({ attempt: 1 })]), {
      ...none,
      callouts: [callout({ id: 'failed' })],
    })
    expect(journeyRun?.underWay.map(({ id }) => id)).toEqual(['failed'])
  })

  it('finds the mail of a step by what the step recorded', () => {
    const mails = [{ id: 'm1' }, { id: 'm2' }] as Mail[]
    const [journeyRun] = buildPath(
      participant([enrollment({})], [step({ reason: { code: 'mailSent', mailId: 'm2' } })]),
      {
        ...none,
        mails,
      },
    )
    expect(journeyRun?.steps[0]?.records.mails[0]?.id).toBe('m2')
  })

  it('takes the CTA that was opened at that visit when a loop opens several', () => {
    const ctas = [
      cta({ id: 'later', createdAt: '2026-11-23T12:00:01Z' }),
      cta({ id: 'this one', createdAt: '2026-11-22T12:00:01Z' }),
      cta({ id: 'elsewhere', nodeId: 'other', createdAt: '2026-11-22T12:00:01Z' }),
    ]
    const opened = step({ nodeId: 'cta', stepId: 'cta/open', reason: { code: 'ctaOpened' } })
    const [journeyRun] = buildPath(participant([enrollment({})], [opened]), { ...none, ctas })
    expect(journeyRun?.steps[0]?.records.ctas[0]?.id).toBe('this one')
  })
})

it.each([
  ['active', true],
  ['paused', true],
  ['parked', false],
  ['completed', false],
  ['dropped', false],
] as const)('somebody who is %s stands at a step of their own: %s', (status, expected) => {
  const [journeyRun] = buildPath(participant([enrollment({ status })], [step({})]), none)
  expect(journeyRun && hasUnrecordedStep(journeyRun)).toBe(expected)
})
