import { expect, test } from 'vitest'
import { validate } from '../drafts/validate.ts'
import { draw, Scenario } from '../testing/scenario.ts'

const survey = { scale: 'nps', question: 'How likely are you to recommend us?', comment: 'Why?', scoreField: 'score' }
const config = { survey, timeLimit: { amount: 2, unit: 'days' } }
const ask = { ask: { kind: 'survey', config } }
const lines = `entry > ask > thanks
  ask.timedOut > late`

test('waits for an answer after it was sent, and leaves by it at once', () => {
  const run = new Scenario(draw(lines, ask)).effectSucceeds().at('1d').signal('surveyResponded', 'ask', { score: 9 })
  expect(run.path.slice(1)).toEqual(['ask/ask continued 0', 'ask/answer responded 1d', 'thanks/end thanks 1d'])
})

test('survey: without an answer the time limit ends the wait', () => {
  const run = new Scenario(draw(lines, ask)).effectSucceeds().at('3d')
  expect(run.path.at(-1)).toBe('late/end late 2d')
})

test('an answer that came before the mail was recorded as sent counts', () => {
  const run = new Scenario(draw(lines, ask)).unseenSignal('surveyResponded', 'ask', { score: 3 }).effectSucceeds()
  expect(run.path.at(-1)).toBe('thanks/end thanks 0')
})

test('an answer to another survey does not count', () => {
  const run = new Scenario(draw(lines, ask)).effectSucceeds().signal('surveyResponded', 'other', { score: 9 })
  expect(run.path.at(-1)).toBe('ask/ask continued 0')
})

test('survey: in a loop each visit waits for a new answer', () => {
  const run = new Scenario(
    draw('entry > ask > cool > ask', {
      ...ask,
      cool: { kind: 'waitTimer', config: { mode: 'duration', amount: 1, unit: 'hours' } },
    }),
  )
  run.effectSucceeds().signal('surveyResponded', 'ask', { score: 9 }).at('1h').effectSucceeds().at('2h')
  expect(run.enrollment.stepId).toBe('ask/answer')
  run.signal('surveyResponded', 'ask', { score: 2 })
  expect(run.enrollment.stepId).toBe('cool/wait')
})

test('survey: a field of the wrong type and an unknown token are named as issues', () => {
  const document = draw(lines, {
    ask: {
      kind: 'survey',
      config: {
        ...config,
        survey: { ...survey, scoreField: 'renewal', commentField: 'gone' },
        body: '<p>{{ survey.link }} {{ survey.scale }} {{ survey.button }} {{ survey.secret }}</p>',
      },
    },
  })
  const issues = validate(document, { externalActions: null }).filter(({ severity }) => severity === 'error')
  expect(issues.map(({ code, path }) => `${code} ${path!.join('.')}`)).toEqual([
    'node.fieldNotForScore config.survey.scoreField',
    'node.fieldUnknown config.survey.commentField',
    'liquid.variableUnknown config.body',
  ])
})

test('later steps can use the score and the comment', () => {
  const withUpdate = (value: string) =>
    draw('entry > ask > note > thanks', {
      ...ask,
      note: { kind: 'updateField', config: { assignments: [{ field: 'note', value: { template: value } }] } },
    })
  const errors = (value: string) =>
    validate(withUpdate(value), { externalActions: null }).filter(({ severity }) => severity === 'error')
  expect(errors('{{ nodes.ask.score }}: {{ nodes.ask.comment }}')).toEqual([])
  expect(errors('{{ nodes.ask.mood }}').map(({ code }) => code)).toEqual(['node.outputUnknown'])
})
