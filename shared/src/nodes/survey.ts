import { z } from 'zod'
import type { FieldType } from '../values/field-type.ts'
import { surveySchema } from '../surveys/survey.ts'
import { durationSchema } from '../time/duration.ts'
import { sendTimesSchema } from '../time/send-times.ts'
import { checkText } from './checks/check-text.ts'
import { checkSendTimes } from './checks/check-zone.ts'
import { type CheckEnvironment, defineNodeKind, type Finding } from './define-node-kind.ts'

const config = z.object({
  survey: surveySchema,
  /** Liquid. Empty uses the question. */
  subject: z.string().trim().max(400).default(''),
  /** Liquid over HTML. Empty shows the question; a text without a survey placeholder gets a button. */
  body: z.string().trim().max(200_000).default(''),
  /** Liquid; null sends to the participant's e-mail field. */
  to: z.string().trim().min(1).nullable().default(null),
  track: z.boolean().default(true),
  /** When surveys may be sent; null means at any time. */
  sendTimes: sendTimesSchema.nullable().default(null),
  timeLimit: durationSchema.default({ amount: 7, unit: 'days' }),
})

/** The placeholders of a survey mail, besides the participant and earlier steps. */
export const surveyTokens = { survey: ['link', 'scale', 'button'] } as const

export const survey = defineNodeKind({
  kind: 'survey',
  title: { en: 'Survey', ja: 'アンケート' },
  version: 1,
  effects: ['sendSurvey'],
  migrations: {},
  config,
  defaultConfig: {
    survey: { scale: 'nps', question: '', comment: null, scoreField: null, commentField: null },
    subject: '',
    body: '',
    to: null,
    track: true,
    timeLimit: { amount: 7, unit: 'days' },
  },
  outlets: () => ['responded', 'timedOut'],
  // After each sending, only a response to that sending counts, so both outlets take time.
  takesTime: () => true,
  produces: ({ survey: { comment } }) => [
    { name: 'score', type: 'number' },
    ...(comment === null ? [] : [{ name: 'comment', type: 'text' as const }]),
  ],
  check: (
    { survey: { question, comment, scoreField, commentField }, subject, body, to, sendTimes },
    env,
  ): Finding[] => [
    ...checkSendTimes(sendTimes),
    ...checkText(question, env, ['survey', 'question']),
    ...(comment === null ? [] : checkText(comment, env, ['survey', 'comment'])),
    ...checkField(scoreField, ['number', 'text'], env, 'scoreField'),
    ...(comment === null ? [] : checkField(commentField, ['text'], env, 'commentField')),
    ...checkText(subject, env, ['subject']),
    ...checkText(body, env, ['body'], surveyTokens),
    ...(to === null
      ? env.fields.some((field) => field.type === 'email')
        ? []
        : [{ code: 'journey.emailFieldMissing' as const, path: ['to'] }]
      : checkText(to, env, ['to'])),
  ],
  compile: ({ sendTimes, ...params }) => [
    [
      'ask',
      {
        op: 'perform',
        effect: 'sendSurvey',
        params,
        onError: 'park',
        sendTimes,
        done: { part: 'answer' },
        failed: null,
      },
    ],
    [
      'answer',
      {
        op: 'await',
        condition: { all: [{ signal: 'surveyResponded' }] },
        ownSignals: true,
        timeLimit: params.timeLimit,
        met: { outlet: 'responded' },
        timedOut: { outlet: 'timedOut' },
      },
    ],
  ],
})

function checkField(
  key: string | null,
  types: readonly FieldType[],
  env: CheckEnvironment,
  part: 'scoreField' | 'commentField',
): Finding[] {
  if (key === null) return []
  const path = ['survey', part]
  const field = env.fields.find((candidate) => candidate.key === key)
  if (!field) return [{ code: 'node.fieldUnknown', path, params: { field: key } }]
  if (types.includes(field.type)) return []
  const code = part === 'scoreField' ? 'node.fieldNotForScore' : 'node.fieldNotForComment'
  return [{ code, path, params: { field: field.label ?? field.key } }]
}
