import { z } from 'zod'

/** Lowest and highest score of each scale; every integer between them is a valid score. */
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
  /** A second question with a free text answer; Liquid. Null: none. */
  comment: z.string().trim().min(1).max(300).nullable().default(null),
  /** Participant fields that store the response. */
  scoreField: z.string().min(1).nullable().default(null),
  commentField: z.string().min(1).nullable().default(null),
})

export type Survey = z.infer<typeof surveySchema>

export function scoresOf(scale: SurveyScale): number[] {
  const { min, max } = surveyScales[scale]
  return Array.from({ length: max - min + 1 }, (_, index) => min + index)
}

/** The score in a form or query parameter; null when it is not a valid score. */
export function readScore(scale: SurveyScale, text: string | null | undefined): number | null {
  if (!text || !/^\d{1,2}$/.test(text)) return null
  const score = Number(text)
  const { min, max } = surveyScales[scale]
  return score >= min && score <= max ? score : null
}

export type ScoreCounts = Readonly<Record<string, number>>

export type SurveyResult = {
  responded: number
  /**
   * NPS: promoters (9-10) minus detractors (0-6), in percent of the responses. CSAT: the share of 4 and 5 in percent.
   * Null without a response.
   */
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
