import { coerceField } from '@tabiji/shared/values/coerce-field.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { recordSignal } from '../../engine/facts/record-signal.ts'
import { addOutputs, lockInvitedPerson, type SurveyInvitation } from './survey-invitation.repository.ts'
import { insertResponse, isAnswered } from './survey-response.repository.ts'
import { type SurveyState, surveyState } from './page/survey-state.ts'
import { loadVersion } from '../../engine/versions/load-version.ts'
import { countAtNodes } from '../../engine/counters/count-at-nodes.ts'
import { writeParticipantFields } from '../../engine/facts/write-facts.ts'

export type SurveyAnswer = { score: number; comment: string | null }

/**
 * Takes the one answer to an invitation: the response, the participant's fields, what later steps read, and the signal that
 * lets the person go on, all or nothing. Returns how the survey stood; `open` means that this answer was taken.
 *
 * Rows are locked in the engine's order: enrollment, participant, counters.
 */
export async function respondToSurvey(
  ctx: Ctx,
  invitation: SurveyInvitation,
  { score, comment }: SurveyAnswer,
): Promise<SurveyState> {
  return inTransaction(ctx, async (ctx) => {
    const trx = ctx.db as Transaction
    const { enrollmentId, participantId, nodeId, versionNumber, survey } = invitation
    const person = await lockInvitedPerson(trx, enrollmentId)
    const now = ctx.clock.now()
    const standing = surveyState(invitation, person, {
      isAnswered: await isAnswered(trx, invitation, person?.nodeEnteredAt ?? null),
      now,
    })
    if (standing !== 'open') return standing

    await insertResponse(trx, invitation, { id: ctx.ids.uuid(), score, comment, at: now })
    const { plan } = await loadVersion(trx, invitation.journeyId, versionNumber)
    const fields: FieldValues = {}
    for (const [key, value] of [
      [survey.scoreField, score],
      [survey.commentField, comment],
    ] as const) {
      const definition = plan.fields.find((field) => field.key === key)
      if (!definition || value === null) continue
      const coerced = coerceField(value, definition)
      // The answer itself is kept in any case; publishing has made sure that the field fits.
      if (coerced.ok) fields[definition.key] = coerced.value
      else
        ctx.log.warn(
          { field: definition.key, issue: coerced.error.code, nodeId },
          'a survey answer does not fit its field',
        )
    }
    if (Object.keys(fields).length > 0) await writeParticipantFields(trx, [{ id: participantId, fields }])
    await addOutputs(trx, enrollmentId, nodeId, { score, comment })
    const payload: FieldValues = comment === null ? { score } : { score, comment }
    await recordSignal(ctx, { enrollmentId, nodeId, kind: 'surveyResponded', payload })
    await countAtNodes(trx, invitation.journeyId, [
      { nodeId, versionNumber, metric: `surveyScore:${survey.scale}:${score}`, value: 1 },
    ])
    return 'open'
  })
}
