import type { Context, Hono } from 'hono'
import { maxCommentLength, readScore } from '@tabiji/shared/surveys/survey.ts'
import { systemCtx } from '../../../kernel/context.ts'
import type { Deps } from '../../../kernel/deps.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { localeFromHeader } from '../../../kernel/locale-from-header.ts'
import { languageOf } from '../../mails/mail-locale.ts'
import { isPublicId } from '../../../kernel/public-id.ts'
import { respondToSurvey } from '../respond-to-survey.ts'
import { surveyAddress, testToken } from './survey-address.ts'
import {
  findInvitation,
  findInvitedPerson,
  type InvitedPerson,
  type SurveyInvitation,
} from '../survey-invitation.repository.ts'
import { type SurveyForm, surveyFormPage, surveyMessagePage } from './survey-page.ts'
import { isAnswered } from '../survey-response.repository.ts'
import { surveyState } from './survey-state.ts'
import type { AppEnv } from '../../../kernel/http/app-env.ts'
import { clientIp } from '../../../kernel/http/requests/client-ip.ts'
import { hostedPage } from '../../../kernel/http/hosted-page.ts'
import { createRateLimit } from '../../../kernel/http/requests/rate-limit.ts'
import { readTextBody } from '../../../kernel/http/requests/read-body.ts'

const maxBodyBytes = 64 * 1024

/**
 * The page where a participant answers a survey. A GET changes nothing, also with a score in the address: programs that
 * follow the links of a mail must not answer for the participant. Only submitting the form does.
 */
export function addHostedSurvey(app: Hono<AppEnv>, deps: Deps): void {
  const mayAnswer = createRateLimit(deps.clock, { limit: 60, windowMs: 60_000 })

  app.get('/s/:token', async (c) => {
    const token = c.req.param('token')
    if (token === testToken) return hostedPage(c, surveyMessagePage(browserLocale(c), 'test'))
    const found = await find(deps, token)
    if (!found) return hostedPage(c, surveyMessagePage(browserLocale(c), 'unknown'), 404)
    const { invitation, person } = found
    const locale = readerLocale(c, person)
    const standing = surveyState(invitation, person, {
      isAnswered: await isAnswered(deps.db, invitation, person?.nodeEnteredAt ?? null),
      now: deps.clock.now(),
    })
    if (standing !== 'open')
      return hostedPage(c, surveyMessagePage(locale, standing), standing === 'answered' ? 200 : 410)
    const score = readScore(invitation.survey.scale, c.req.query('score'))
    return hostedPage(c, surveyFormPage(locale, formOf(deps, invitation, { score })))
  })

  app.post('/s/:token', async (c) => {
    if (!mayAnswer(clientIp(c))) {
      c.header('retry-after', '60')
      return hostedPage(c, surveyMessagePage(browserLocale(c), 'tooMany'), 429)
    }
    const found = await find(deps, c.req.param('token'))
    if (!found) return hostedPage(c, surveyMessagePage(browserLocale(c), 'unknown'), 404)
    const { invitation, person } = found
    const locale = readerLocale(c, person)
    const form = new URLSearchParams(await readTextBody(c.req.raw, maxBodyBytes))
    const score = readScore(invitation.survey.scale, form.get('score'))
    const comment = invitation.survey.comment === null ? '' : storable(form.get('comment') ?? '')
    if (score === null) {
      const again = formOf(deps, invitation, { comment, isScoreMissing: true })
      return hostedPage(c, surveyFormPage(locale, again), 422)
    }
    const ctx = systemCtx(deps, invitation.workspaceId)
    const standing = await respondToSurvey(ctx, invitation, { score, comment: comment || null })
    if (standing === 'open') return hostedPage(c, surveyMessagePage(locale, 'thanks'))
    return hostedPage(c, surveyMessagePage(locale, standing), standing === 'answered' ? 409 : 410)
  })
}

async function find(
  deps: Deps,
  token: string,
): Promise<{ invitation: SurveyInvitation; person: InvitedPerson | undefined } | undefined> {
  const invitation = isPublicId(token) ? await findInvitation(deps.db, token) : undefined
  return invitation && { invitation, person: await findInvitedPerson(deps.db, invitation.enrollmentId) }
}

function formOf(deps: Deps, { survey, token }: SurveyInvitation, state: Partial<SurveyForm>): SurveyForm {
  // Only the path: the page may have been opened under another host name of this server.
  const action = new URL(surveyAddress(deps.config.publicUrl, token)).pathname
  return { survey, score: null, comment: '', isScoreMissing: false, action, ...state }
}

function browserLocale(c: Context): Locale {
  return localeFromHeader(c.req.header('accept-language'))
}

/** The participant's language if the journey knows it. */
function readerLocale(c: Context, person: InvitedPerson | undefined): Locale {
  return (person && languageOf(person.fields)) ?? browserLocale(c)
}

/** PostgreSQL accepts neither zero bytes nor unpaired surrogates. */
function storable(text: string): string {
  return text
    .replaceAll('\0', '')
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .trim()
    .slice(0, maxCommentLength)
    .toWellFormed()
}
