import { z } from 'zod'
import { coerceFields } from '@tabiji/shared/values/coerce-field.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { recordRepeatedAudit } from '../../kernel/audit/record-repeated-audit.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { enrollBatch, maxEnrollBatch, type EnrollResult } from './enroll-batch.ts'
import { enrollTogether } from './enroll-together.ts'
import { loadEnrollTarget, type EnrollTarget } from './enroll-target.ts'

export const enrollParticipantsInput = z.object({
  /** Field values by key, either directly or under `fields`. */
  participants: z.array(z.record(z.string(), z.unknown())).min(1).max(10_000),
})
export type EnrollParticipantsInput = z.infer<typeof enrollParticipantsInput>

export type EnrolledParticipant = {
  index: number
  status: EnrollResult['status']
  participantId?: string
  reason?: string
}

/** Enrolls one person or thousands. Each row gets its own result, and an invalid row does not stop the others. */
export async function enrollParticipants(
  ctx: Ctx,
  journeyId: string,
  input: EnrollParticipantsInput,
): Promise<{ results: EnrolledParticipant[] }> {
  const target = await loadEnrollTarget(ctx, journeyId)
  const results: EnrolledParticipant[] = []
  const valid: { index: number; values: Parameters<typeof enrollBatch>[2][number]['values'] }[] = []
  for (const [index, participant] of input.participants.entries()) {
    const { values, issues } = coerceFields(fieldsOf(participant, target), target.fields)
    const errors = issues.filter((issue) => issue.severity === 'error')
    if (errors.length > 0) {
      results[index] = {
        index,
        status: 'invalid',
        reason: errors.map((issue) => formatIssue(issue, ctx.locale)).join(' '),
      }
    } else {
      valid.push({ index, values })
    }
  }

  for (let from = 0; from < valid.length; from += maxEnrollBatch) {
    const chunk = valid.slice(from, from + maxEnrollBatch)
    const answers =
      chunk.length === 1 ? [await enrollTogether(ctx, target, chunk[0]!.values)] : await enrollBatch(ctx, target, chunk)
    for (const [at, { status, participantId, reason }] of answers.entries()) {
      const { index } = chunk[at]!
      results[index] = {
        index,
        status,
        ...(participantId === undefined ? {} : { participantId }),
        ...(reason ? { reason: formatIssue({ severity: 'error', ...reason }, ctx.locale) } : {}),
      }
    }
  }
  const enrolled = results.filter((result) => result.status === 'enrolled').length
  const record = {
    action: 'participantsEnrolled',
    subjectKind: 'journey',
    subjectId: journeyId,
    after: { enrolled, refused: results.length - enrolled },
  } as const
  // Programs enroll one person after the other, which would fill the log.
  await (input.participants.length > 1 ? recordAudit(ctx, record) : recordRepeatedAudit(ctx, record))
  return { results }
}

function fieldsOf(participant: Record<string, unknown>, target: EnrollTarget): Record<string, unknown> {
  const { fields } = participant
  const isNested = typeof fields === 'object' && fields !== null && !Array.isArray(fields)
  return isNested && !target.fields.some((field) => field.key === 'fields')
    ? (fields as Record<string, unknown>)
    : participant
}
