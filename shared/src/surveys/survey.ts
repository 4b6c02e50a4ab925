import { z } from 'zod'

/** Lowest and highest score of each kind of question; every whole number between them is an answer. */
export const surveyScales = {
  nps: { min: 0, max: 10 },
  csat: { min: 1, max: 5 },
} as const satisfies Record<string, { min: number; max: number }>

export type SurveyScale = keyof typeof surveyScales
export const surveyScaleNames = Object.keys(surveyScales) as [SurveyScale, ...SurveyScale[]]

export const maxCommentLength = 5000

export const surveySchema = z.object({
  scale: z.enum(surveyScaleNames).default('nps'),
  /** Liquid. */
  question: z.string().trim().min(1).max(500),
  /** A second question, answered in words; Liquid. Null asks none. */
  comment: z.string().trim().min(1).max(300).nullable().default(null),
  /** Participant fields that keep the answer. */
  scoreField: z.string().min(1).nullable().default(null),
  commentField: z.string().min(1).nullable().default(null),
})

export type Survey = z.infer<typeof surveySchema>

export function scoresOf(scale: SurveyScale): number[] {
  const { min, max } = surveyScales[scale]
  return Array.from({ length: max - min + 1 }, (_, index) => min + index)
}

/** The score a form or an address names; null for anything that is none. */
export function readScore(scale: SurveyScale, text: string | null | undefined): number | null {
  if (!text || !/^\d{1,2}$/.test(text)) return null
  const score = Number(text)
  const { min, max } = surveyScales[scale]
  return score >= min && score <= max ? score : null
}

export type ScoreCounts = Readonly<Record<string, number>>

export type SurveyResult = {
  responded: number
  /** NPS: promoters (9-10) less detractors (0-6), in percent of the answers. CSAT: the share of 4 and 5 in percent. Null without an answer. */
  result: number | null
}

export function surveyResult(scale: SurveyScale, counts: ScoreCounts): SurveyResult {
  const sum = (isWanted: (score: number) => boolean) =>
    Object.entries(counts).reduce((total, [score, count]) => total + (isWanted(Number(score)) ? count : 0), 0)
  const responded = sum(() => true)
  if (responded === 0) return { responded, result: null }
  const share = (count: number) => (count * 100) / responded
  const result =
    scale === 'nps'
      ? share(sum((score) => score >= 9)) - share(sum((score) => score <= 6))
      : share(sum((score) => score >= 4))
  return { responded, result: Math.round(result) }
}
