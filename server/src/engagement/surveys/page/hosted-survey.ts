import type { Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import { maxCommentLength, readScore } from '@tabiji/shared/surveys/survey.ts'
import { systemCtx } from '../../../kernel/context.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { ServiceError } from '../../../kernel/errors.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { localeFromHeader } from '../../../kernel/locale-from-header.ts'
import { languageOf } from '../../mails/mail-locale.ts'
import { respondToSurvey } from '../respond-to-survey.ts'
import { surveyAddress, testToken } from './survey-address.ts'
import { type SurveyForm, surveyFormPage, surveyMessagePage } from './survey-page.ts'
import { findSurvey, type FoundSurvey, surveyStateNow } from './find-survey.ts'
import type { AppEnv } from '../../../kernel/http/app-env.ts'
import { hostedPage } from '../../../kernel/http/hosted-page.ts'
import { noteRefusal } from '../../../kernel/http/problems/note-refusal.ts'
import { countRequest } from '../../../kernel/request-limits/count-request.ts'
import { readTextBody } from '../../../kernel/http/requests/read-body.ts'

const maxBodyBytes = 64 * 1024

/**
 * The page where a participant answers a survey. A GET changes nothing, also with a score in the address: programs that
 * follow the links of a mail must not answer for the participant. Only submitting the form does.
 */
export function addHostedSurvey(app: Hono<AppEnv>, deps: Deps): void {
  app.get('/s/:token', async (c) => {
    const token = c.req.param('token')
    if (token === testToken) return hostedPage(c, surveyMessagePage(browserLocale(c), 'test'))
    const found = await findSurvey(deps, token)
    if (!found) return unknownPage(deps, c)
    const { invitation, person } = found
    const locale = readerLocale(c, person)
    const standing = await surveyStateNow(deps, found)
    if (standing !== 'open')
      return hostedPage(c, surveyMessagePage(locale, standing), standing === 'answered' ? 200 : 410)
    const score = readScore(invitation.survey.scale, c.req.query('score'))
    return hostedPage(c, surveyFormPage(locale, formOf(deps, invitation, { score })))
  })

  app.post('/s/:token', async (c) => {
    const refused = await limitedPage(deps, c)
    if (refused) return refused
    const found = await findSurvey(deps, c.req.param('token'))
    if (!found) return unknownPage(deps, c)
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

async function unknownPage(deps: Deps, c: Context<AppEnv>): Promise<Response> {
  await countRequest(deps, 'unknownLink', c.get('client'))
  return hostedPage(c, surveyMessagePage(browserLocale(c), 'unknown'), 404)
}

/** Null while the client may go on. */
async function limitedPage(deps: Deps, c: Context<AppEnv>): Promise<Response | null> {
  const client = c.get('client')
  try {
    await countRequest(deps, 'surveyAnswer', client)
    return null
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'limitReached') throw error
    noteRefusal(deps, error, { caller: null, client, route: `POST ${routePath(c)}` })
    c.header('retry-after', String(error.retryAfterSeconds))
    return hostedPage(c, surveyMessagePage(browserLocale(c), 'tooMany'), 429)
  }
}

function formOf(deps: Deps, { survey, token }: FoundSurvey['invitation'], state: Partial<SurveyForm>): SurveyForm {
  // Only the path: the page may have been opened under another host name of this server.
  const action = new URL(surveyAddress(deps.config.publicUrl, token)).pathname
  return { survey, score: null, comment: '', isScoreMissing: false, action, ...state }
}

function browserLocale(c: Context): Locale {
  return localeFromHeader(c.req.header('accept-language'))
}

/** The participant's language if the journey knows it. */
function readerLocale(c: Context, person: FoundSurvey['person']): Locale {
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
