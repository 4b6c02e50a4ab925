import i18next from 'i18next'
import { reasonCodes } from '@tabiji/shared/effects/reason.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeLocale, startI18n } from '../../../../i18n/i18n.ts'
import { type Locale, locales } from '@tabiji/shared/messages/locale.ts'
import { createFormat } from '../../../../lib/format/format.ts'
import type { StepExecution } from './build-path.ts'
import { type ReasonContext, reasonSentence } from './reason-sentence.ts'

beforeAll(async () => {
  await startI18n('en')
  await changeLocale('ja')
})

const fields: ReasonContext['fields'] = [
  { key: 'score', type: 'number', label: 'NPS score' },
  { key: 'renewal', type: 'date', label: 'Renewal' },
  { key: 'followUp', type: 'text' },
]

const node: ReasonContext['node'] = {
  id: 'split',
  kind: 'split',
  position: { x: 0, y: 0 },
  config: { branches: [{ id: 'happy', name: 'Happy', condition: { all: [] } }] },
}

function tell(
  reason: StepExecution['reason'],
  given: { locale?: Locale; kind?: string; outcome?: StepExecution['outcome'] } = {},
) {
  const { locale = 'en', kind, outcome = 'left' } = given
  const context: ReasonContext = {
    t: i18next.getFixedT(locale, 'participants'),
    locale,
    format: createFormat(locale, 'UTC'),
    fields,
    node: kind ? { ...node!, kind } : node,
    labelOf: (id) => `<${id}>`,
  }
  return reasonSentence({ reason, outcome }, context)
}

const score = (met: boolean, actual: unknown, note?: string) => ({
  path: [],
  field: 'score',
  operator: 'gte',
  operand: 9,
  actual,
  met,
  ...(note ? { note } : {}),
})
const closed = (at: number | null) => ({ path: [], signal: 'ctaClosedSuccess', node: 'cta', at, met: at !== null })

const cases: [reason: Record<string, unknown>, text: string][] = [
  [{ code: 'waited' }, 'The wait was over.'],
  [{ code: 'alreadyPast' }, 'That time was over on arrival, so there was nothing to wait for.'],
  [{ code: 'dateMissing', field: 'renewal' }, '“Renewal” holds no date to wait for, so they went on at once.'],
  [{ code: 'met', trace: [] }, 'The condition was met.'],
  [{ code: 'timedOut', trace: [] }, 'The time limit was reached before the condition was met.'],
  [{ code: 'matched', branch: 'happy', tried: [] }, 'Took the way “Happy”, whose condition was met.'],
  [{ code: 'noneMatched', tried: [] }, 'Met none of the conditions.'],
  [{ code: 'ended', reason: 'completed' }, 'Reached the end: completed.'],
  [{ code: 'ended', reason: 'Nobody followed up' }, 'Reached the end: Nobody followed up.'],
  [{ code: 'updated', fields: ['followUp', 'score'] }, 'Set followUp and NPS score.'],
  [{ code: 'updated', fields: [] }, 'There was nothing to set.'],
  [{ code: 'ctaOpened' }, 'Opened a CTA.'],
  [{ code: 'ctaClosed', outcome: 'closedSuccess' }, 'Closed the CTA as success.'],
  [{ code: 'ctaClosed', outcome: 'closedLost' }, 'Closed the CTA as lost.'],
  [{ code: 'called', status: 200, attempt: 1 }, 'Called, and got status 200.'],
  [{ code: 'called', status: 201, attempt: 3 }, 'Called, and got status 201 at attempt 3.'],
  [{ code: 'mailSent', mailId: '1', to: 'a@example.com' }, 'E-mail to a@example.com.'],
  [{ code: 'mailAlreadySent', mailId: '1' }, 'This e-mail had gone out before, so it was not sent again.'],
  [{ code: 'nodeRemoved' }, 'A publish removed this step, so they were moved on.'],
  [{ code: 'movedByOperator' }, 'Somebody moved them to another step.'],
  [{ code: 'skippedOnResume' }, 'Left out, because it was overdue when the journey was resumed.'],
  [{ code: 'skippedByOperator' }, 'Somebody let them go on without this step.'],
  [{ code: 'droppedByOperator' }, 'Somebody took them out of the journey.'],
  [{ code: 'backfill' }, 'A publish added a step that they had passed, so they were sent to it and come back here.'],
  [{ code: 'excluded' }, 'They are on the exclusion list, so a publish took them out.'],
  [{ code: 'nodeRemovedExit' }, 'A publish removed this step and nothing followed it, so their journey ended.'],
  [
    { code: 'httpError', status: 500, attempt: 1, policy: 'continue' },
    'The reply had status 500, which does not count as success. They went on all the same.',
  ],
  [
    { code: 'timeout', status: null, attempt: 4, policy: 'park' },
    'The call was not answered in time. That was after 4 attempts. They were parked here.',
  ],
  [{ code: 'network', attempt: 1, policy: 'drop' }, 'The other system could not be reached. They were dropped here.'],
  [
    { code: 'blocked', attempt: 1, policy: 'outlet' },
    'The call was not allowed to this address. They took the way for failures.',
  ],
  [{ code: 'replyTooLarge', attempt: 1, policy: 'drop' }, 'The reply was too large. They were dropped here.'],
  [
    { code: 'mappingError', policy: 'drop' },
    'The values did not fit, so the call did not succeed. They were dropped here.',
  ],
  [
    { code: 'fieldUnknown', field: 'gone', policy: 'drop' },
    'The field “gone” is no longer part of the journey. They were dropped here.',
  ],
  [
    { code: 'textFailed', field: 'name', message: 'no closing }}', policy: 'drop' },
    'The text for “name” could not be filled in: no closing }} They were dropped here.',
  ],
  [{ code: 'valueInvalid', field: 'score', policy: 'drop' }, 'A value did not fit its field. They were dropped here.'],
  [
    { code: 'mailTextFailed', message: 'x', policy: 'drop' },
    'The text of the e-mail could not be filled in: x They were dropped here.',
  ],
  [
    { code: 'mailRefused', message: '550', policy: 'drop' },
    'The mail server refused the e-mail: 550 They were dropped here.',
  ],
  [
    { code: 'mailServerBusy', message: '450', policy: 'drop' },
    'The mail server did not take the e-mail: 450 They were dropped here.',
  ],
  [
    { code: 'mailInDoubt', message: 'cut', policy: 'drop' },
    'Sending the e-mail was cut off, so it may or may not have arrived: cut They were dropped here.',
  ],
  [
    { code: 'recipientMissing', message: '', policy: 'drop' },
    'There was no address to send the e-mail to. They were dropped here.',
  ],
  [
    { code: 'recipientInvalid', message: 'nobody', policy: 'drop' },
    '“nobody” is not an address an e-mail can be sent to. They were dropped here.',
  ],
  [{ code: 'codeRan', returned: {}, keys: 0 }, 'The code ran and returned nothing.'],
  [{ code: 'codeRan', returned: { a: 1 }, keys: 1 }, 'The code ran and returned:'],
  [{ code: 'codeFailed', policy: 'park' }, 'The code stopped. They were parked here.'],
  [
    { code: 'loopWithoutWait', steps: 200, policy: 'park' },
    'The way led through 200 steps in a circle without a wait. They were parked here.',
  ],
]

describe('the reason of a step', () => {
  it.each(cases)('%j is “%s”', (reason, text) => {
    expect(tell(reason).text).toBe(text)
  })

  it.each(cases)('%j is complete in Japanese', (reason) => {
    const { text } = tell(reason, { locale: 'ja' })
    expect(text).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
    expect(text).not.toMatch(/\{|reason\.|error\.|policy\./)
  })

  it.each(reasonCodes)('%s is told in words, in each language', (code) => {
    const details = { status: 500, message: 'why', field: 'score', fields: ['score'], steps: 2, to: 'a@example.com' }
    for (const locale of locales) {
      const { text } = tell({ code, branch: 'happy', reason: 'completed', ...details }, { locale })
      expect(text).not.toBe('')
      expect(text).not.toMatch(/\{|reason\.|error\.|policy\./)
    }
  })

  it('says that somebody came in, at the entry', () => {
    expect(tell({ code: 'waited' }, { kind: 'entry' }).text).toBe('Came into the journey.')
    expect(tell({ code: 'alreadyPast' }, { kind: 'entry' }).text).toBe('Came into the journey.')
  })

  it('shows a code it does not know, and never leaves it out', () => {
    expect(tell({ code: 'somethingNew' }).text).toBe('Reason: somethingNew.')
    expect(tell({ code: 'somethingNew' }, { outcome: 'parked' }).text).toBe('Reason: somethingNew.')
    expect(tell(null)).toEqual({ text: '', lines: [] })
  })
})

describe('what was tested', () => {
  it.each([
    [score(true, 10), 'NPS score is at least 9: yes, it was 10'],
    [score(false, 4), 'NPS score is at least 9: no, it was 4'],
    [score(false, null, 'missing'), 'NPS score is at least 9: no, there was no value'],
    [score(false, 'nine', 'wrongType'), 'NPS score is at least 9: no, the value “nine” could not be compared'],
    [score(false, 4, 'operandInvalid'), 'NPS score is at least 9: no, there was nothing to compare with'],
    [closed(null), 'CTA closed as success (<cta>): no, it had not happened'],
    [closed(Date.parse('2026-11-22T14:32:00Z')), 'CTA closed as success (<cta>): yes, 22 Nov 2026, 14:32'],
  ])('%j', (entry, text) => {
    const [line] = tell({ code: 'met', trace: [entry] }).lines
    expect(line?.text.replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(text)
    expect(line?.met).toBe(entry.met)
  })

  it('names the branch that each test belongs to', () => {
    const tried = [{ branch: 'happy', trace: [score(false, 4)] }]
    expect(tell({ code: 'noneMatched', tried }).lines).toEqual([
      { text: '“Happy”: NPS score is at least 9: no, it was 4', met: false },
    ])
  })

  it('lists what did not fit in a call that could not be made', () => {
    const issues = [{ code: 'callout.tokenMissing', severity: 'error', params: { token: 'email' } }]
    const [line] = tell({ code: 'mappingError', policy: 'park', detail: { code: 'notMapped', issues } }).lines
    expect(line).toEqual({ text: expect.stringContaining('There is no value for "email"'), met: null })
  })

  it('says which values of a reply were not saved', () => {
    expect(tell({ code: 'called', status: 200, attempt: 1, notSaved: ['followUp'] }).lines[0]?.text).toContain(
      'followUp',
    )
  })
})
