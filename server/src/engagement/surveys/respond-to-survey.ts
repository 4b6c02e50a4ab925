import type { Plan } from '@tabiji/shared/plan/plan.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { writeFields } from '@tabiji/shared/values/write-fields.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import type { SurveyInvitation } from './survey-invitation.repository.ts'
import { lockEnrollment } from '../../engine/facts/lock-enrollment.ts'
import { recordFactsOf } from '../../engine/facts/record-facts.ts'
import { readJourneyState } from '../../engine/versions/read-journey-state.ts'
import { insertResponse, isAnswered } from './survey-response.repository.ts'
import { type SurveyState, surveyState } from './page/survey-state.ts'
import { loadVersion } from '../../engine/versions/load-version.ts'
import { countActivity } from '../../engine/counters/count-at-nodes.ts'

export type SurveyAnswer = { score: number; comment: string | null }

/**
 * Takes the one answer to an invitation: the response, the participant's fields, what later steps read, and the signal that
 * lets the person go on, all or nothing. Returns how the survey stood; `open` means that this answer was taken.
 *
 * Rows are locked in the order of `recordFacts`: enrollment, participant, counters.
 */
export async function respondToSurvey(
  ctx: Ctx,
  invitation: SurveyInvitation,
  { score, comment }: SurveyAnswer,
): Promise<SurveyState> {
  return inTransaction(ctx, async (ctx) => {
    const trx = ctx.db as Transaction
    const { journeyId, enrollmentId, nodeId, versionNumber, survey } = invitation
    // Whoever answers twice at once does so one after the other.
    const locked = await lockEnrollment(ctx, journeyId, enrollmentId)
    const journeyState = locked && (await readJourneyState(trx, journeyId))
    const person = journeyState && { ...locked.state, journeyState }
    const now = ctx.clock.now()
    const standing = surveyState(invitation, person, {
      isAnswered: await isAnswered(trx, invitation, person?.nodeEnteredAt ?? null),
      now,
    })
    if (standing !== 'open') return standing

    await insertResponse(trx, invitation, { id: ctx.ids.uuid(), score, comment, at: now })
    const { plan } = await loadVersion(ctx, journeyId, versionNumber)
    const payload: FieldValues = comment === null ? { score } : { score, comment }
    await recordFactsOf(ctx, journeyId, [
      {
        enrollmentId,
        fields: fieldsOf(ctx, plan, survey, payload),
        outputs: { nodeId, values: { score, comment } },
        signal: { kind: 'surveyResponded', nodeId, payload },
      },
    ])
    await countActivity(trx, journeyId, [
      { nodeId, versionNumber, metric: `surveyScore:${survey.scale}:${score}`, value: 1 },
    ])
    return 'open'
  })
}

/** The answer itself is kept in any case; publishing has made sure that the fields fit. */
function fieldsOf(
  { log }: Ctx,
  plan: Plan,
  { scoreField, commentField }: SurveyInvitation['survey'],
  { score, comment }: FieldValues,
): FieldValues {
  const { fields, issues } = writeFields(plan.fields, {
    ...(scoreField !== null && { [scoreField]: score }),
    ...(commentField !== null && { [commentField]: comment }),
  })
  for (const { code, path } of issues)
    log.warn({ field: path?.[0], issue: code }, 'a survey answer does not fit its field')
  return fields
}
