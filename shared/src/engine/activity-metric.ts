import type { SurveyScale } from '../surveys/survey.ts'

/** What people did with what a node sent them. These numbers say nothing about where anybody is. */
export type ActivityMetric = 'mailOpened' | 'mailClicked' | `surveyScore:${SurveyScale}:${number}`
