import { scoresOf, type Survey } from '@tabiji/shared/surveys/survey.ts'
import type { Locale, LocalizedText } from '@tabiji/shared/messages/locale.ts'
import { escapeHtml } from '../../kernel/http/escape-html.ts'
import type { BodyLayer, MailTexts } from '../mails/render-mail.ts'
import { endTexts } from './page/survey-page.ts'

export type SurveyMail = {
  texts: MailTexts
  scope: { survey: { link: string; scale: string; button: string } }
  layer: BodyLayer
}

/** The zero-width character on each side cannot occur in a participant's value. */
const placeOf = (name: string) => `\u2063tabiji-${name}\u2063`

/**
 * The survey mail. Placeholders in its text say where the question goes: `{{ survey.scale }}` is the row of numbers,
 * `{{ survey.button }}` a button and `{{ survey.link }}` the bare address. A text without any of them gets the button
 * at its end. A number only preselects the score on the page that opens; the response is submitted there.
 */
export function surveyMail(
  config: { survey: Pick<Survey, 'scale' | 'question'>; subject: string; body: string; to: string | null },
  link: string,
  locale: Locale,
): SurveyMail {
  const { survey, subject, to } = config
  const body = config.body || `<p><strong>${questionAsHtml(survey.question)}</strong></p>\n{{ survey.scale }}`
  return {
    texts: { subject: subject || survey.question, body, to },
    scope: { survey: { link, scale: placeOf('scale'), button: placeOf('button') } },
    layer: {
      prepare: (text) =>
        /\bsurvey\s*\.\s*(link|scale|button)\b/.test(text)
          ? text
          : `${text}\n\n${isHtml(text) ? '<p>{{ survey.button }}</p>' : '{{ survey.button }}'}`,
      finish: (html) =>
        html
          .replaceAll(placeOf('scale'), () => scaleHtml(survey.scale, link, locale))
          .replaceAll(placeOf('button'), () => buttonHtml(link, locale)),
    },
  }
}

/** The question is plain text with template tags. Its own text is escaped; the tags stay and are filled in later. */
function questionAsHtml(question: string): string {
  return question
    .split(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/)
    .map((part, index) => (index % 2 === 1 ? part : escapeHtml(part)))
    .join('')
}

function isHtml(text: string): boolean {
  return /<[a-z!/][^>]*>/i.test(text)
}

const answer: LocalizedText = { en: 'Answer the survey', ja: 'アンケートに回答する' }
const open: LocalizedText = { en: 'Open the survey in the browser', ja: 'ブラウザーでアンケートを開く' }

// White text on solid colours: when a mail program darkens the mail, this pair stays readable.
function buttonHtml(link: string, locale: Locale): string {
  return `<a href="${escapeHtml(link)}" style="display:inline-block;padding:12px 24px;border-radius:8px;background:#0f766e;color:#ffffff;font-weight:600;text-decoration:none;">${answer[locale]}</a>`
}

/** Only inline elements, because the scale may be inside a paragraph. It wraps in a narrow window. */
function scaleHtml(scale: Survey['scale'], link: string, locale: Locale): string {
  const scores = scoresOf(scale)
  const numbers = scores
    .map(
      (score) =>
        `<a class="score" href="${escapeHtml(`${link}?score=${score}`)}" style="display:inline-block;min-width:28px;margin:0 4px 8px 0;padding:10px 5px;border-radius:8px;background:#0f766e;color:#ffffff;font-weight:600;text-align:center;text-decoration:none;">${score}</a>`,
    )
    .join('\n')
  const { low, high } = endTexts[scale]
  const ends = `${scores[0]} = ${low[locale]}${locale === 'ja' ? '、' : ', '}${scores.at(-1)} = ${high[locale]}`
  return `${numbers}<br><small>${ends}</small><br><a href="${escapeHtml(link)}">${open[locale]}</a>`
}
