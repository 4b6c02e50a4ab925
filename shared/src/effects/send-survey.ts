import type { Survey } from '../surveys/survey.ts'
import type { Duration } from '../time/duration.ts'
import { defineEffect } from './define-effect.ts'
import { sentMail } from './sent-mail.ts'

type Params = {
  survey: Survey
  subject: string
  body: string
  to: string | null
  track: boolean
  /** How long the link stays open. */
  timeLimit: Duration
}

export const sendSurvey = defineEffect<Params>()({
  ...sentMail,
  inTransaction: false,
  signals: {
    ...sentMail.signals,
    surveyResponded: { title: { en: 'survey answered', ja: 'アンケートに回答があった' }, filters: ['where'] },
  },
  activities: [...sentMail.activities, 'surveyScore'],
  records: [...sentMail.records, 'responses'],
})
