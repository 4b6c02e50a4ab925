import type { ExtractedOutput } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import type { z } from 'zod'
import type { PerformedCallout } from '../calls/perform/perform-callout.ts'
import { calloutErrorInWords } from '../calls/attempts/present-callout.ts'
import { formattedIssue } from '../../kernel/http/problems/problem.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { SampledValue } from './samples/sampled-value.ts'
import type { testResultResponse } from './external-action.schemas.ts'

export type TestResult = z.infer<typeof testResultResponse>

export function presentTestResult(
  performed: PerformedCallout,
  locale: Locale,
  sampled: readonly SampledValue[] = [],
): TestResult {
  const { outcome, request, reply, extracted, durationMs, error } = performed
  const issues = error?.code === 'notMapped' || error?.code === 'outputMissing' ? error.issues : []
  return {
    outcome,
    request,
    ...(reply && { reply }),
    extracted: presentExtracted(extracted, locale),
    durationMs,
    ...(error && { error: calloutErrorInWords(error, locale) ?? undefined }),
    ...(issues.length > 0 && { issues: issues.map((issue) => formattedIssue(issue, locale)) }),
    ...(sampled.length > 0 && { sampled: [...sampled] }),
  }
}

export function presentExtracted(
  extracted: Readonly<Record<string, ExtractedOutput>>,
  locale: Locale,
): TestResult['extracted'] {
  return Object.fromEntries(
    Object.entries(extracted).map(([name, { value, issue }]) => [
      name,
      { value, ...(issue && { issue: formattedIssue(issue, locale) }) },
    ]),
  )
}
