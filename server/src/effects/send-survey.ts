import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { addDuration } from '@tabiji/shared/time/duration.ts'
import { renderLiquid } from '@tabiji/shared/text/liquid.ts'
import { mailLocale } from '../engagement/mails/mail-locale.ts'
import { makePublicId } from '../kernel/public-id.ts'
import { surveyAddress } from '../engagement/surveys/page/survey-address.ts'
import { surveyMail } from '../engagement/surveys/survey-mail.ts'
import type { Effect } from '../engine/effect.ts'
import { deliverMail } from './deliver-mail.ts'
import type { MailResult } from '../engagement/mails/mail.types.ts'
import { recordMailResults } from '../engagement/mails/record-mail.ts'
import { inviteToSurvey } from '../engagement/surveys/invite-to-survey.ts'

/** Creates the invitation that the mail links to, then sends the mail like any other. */
export const sendSurvey: Effect<'sendSurvey', MailResult> = {
  async perform({ params, ...context }) {
    const { deps, plan, fields, outputs } = context
    const locale = mailLocale(fields, plan.timeZone)
    const filled = (text: string) =>
      renderLiquid(text, { participant: fields, nodes: outputs }, { html: false, ...locale })
    const question = filled(params.survey.question)
    const comment = params.survey.comment === null ? null : filled(params.survey.comment)
    for (const text of [question, comment]) {
      if (text && !text.ok) {
        const error = { code: 'mailTextFailed' as const, message: formatIssue(text.error, 'en') }
        return { event: { type: 'effectFailed', error }, row: null }
      }
    }
    const now = deps.clock.now()
    const token = await inviteToSurvey(deps.db, {
      token: makePublicId(),
      workspaceId: context.workspaceId,
      journeyId: context.journeyId,
      versionNumber: context.versionNumber,
      nodeId: context.nodeId,
      enrollmentId: context.enrollmentId,
      participantId: context.participantId,
      stepId: context.stepId,
      visit: context.visit,
      survey: {
        ...params.survey,
        question: question.ok ? question.value : '',
        comment: comment?.ok ? comment.value : null,
      },
      createdAt: now,
      expiresAt: new Date(addDuration(now.getTime(), params.timeLimit, plan.timeZone)),
    })
    const { texts, scope, layer } = surveyMail(params, surveyAddress(deps.config.publicUrl, token), locale.locale)
    return deliverMail(context, { texts, scope, layers: [layer], track: params.track })
  },
  async record(trx, rows) {
    await recordMailResults(trx, rows)
    return rows
  },
}
