import { maxCommentLength, scoresOf } from '@tabiji/shared/surveys/survey.ts'
import type { HostedPage } from '../../../kernel/http/hosted-page.ts'
import type { Locale, LocalizedText } from '@tabiji/shared/messages/locale.ts'
import { escapeHtml } from '../../../kernel/http/escape-html.ts'
import type { AskedSurvey } from '../survey.table.ts'

export type SurveyForm = {
  survey: AskedSurvey
  /** The score chosen so far: by the link in the mail, or by a form that was shown again. */
  score: number | null
  comment: string
  /** The form was submitted without a score. */
  isScoreMissing: boolean
  /** The target of the form; null for a preview, which cannot be submitted. */
  action: string | null
}

/** The question as a form that works without JavaScript. */
export function surveyFormPage(
  locale: Locale,
  { survey, score, comment, isScoreMissing, action }: SurveyForm,
): HostedPage {
  const scores = scoresOf(survey.scale)
  const t = (text: LocalizedText) => escapeHtml(text[locale])
  const ends = endTexts[survey.scale]
  const question = escapeHtml(survey.question)
  const choices = scores
    .map((value) => {
      const label =
        value === scores[0]
          ? ` aria-label="${value}: ${t(ends.low)}"`
          : value === scores.at(-1)
            ? ` aria-label="${value}: ${t(ends.high)}"`
            : ` aria-label="${value}"`
      const checked = value === score ? ' checked' : ''
      return `<label><input type="radio" name="score" value="${value}" required${label}${checked}><span aria-hidden="true">${value}</span></label>`
    })
    .join('\n')
  const commentField =
    survey.comment === null
      ? ''
      : `<label class="text" for="comment">${escapeHtml(survey.comment)} <span class="soft">${t(texts.optional)}</span></label>
<textarea id="comment" name="comment" maxlength="${maxCommentLength}">${escapeHtml(comment)}</textarea>`
  const form = `<form method="post"${action === null ? '' : ` action="${escapeHtml(action)}"`} accept-charset="utf-8">
<fieldset${isScoreMissing ? ' aria-describedby="missing"' : ''}>
<legend><h1>${question}</h1></legend>
${isScoreMissing ? `<p class="wrong" id="missing" role="alert">${t(texts.choose)}</p>` : ''}
<div class="scale" data-steps="${scores.length}" style="--steps:${scores.length}">
${choices}
</div>
<div class="ends soft"><span>${t(ends.low)}</span><span>${t(ends.high)}</span></div>
</fieldset>
${commentField}
<button type="submit"${action === null ? ' disabled' : ''}>${t(texts.send)}</button>
${action === null ? `<p class="soft" style="margin-top:1rem">${t(texts.preview)}</p>` : ''}
</form>`
  return { locale, title: survey.question, content: form }
}

export type SurveyMessage = 'thanks' | 'answered' | 'expired' | 'ended' | 'unknown' | 'tooMany' | 'test'

export function surveyMessagePage(locale: Locale, message: SurveyMessage): HostedPage {
  const { title, text } = messages[message]
  return {
    locale,
    title: title[locale],
    content: `<h1>${escapeHtml(title[locale])}</h1>\n<p>${escapeHtml(text[locale])}</p>`,
  }
}

/** The labels of both ends of a scale. The mail uses them too. */
export const endTexts = {
  nps: {
    low: { en: 'Not at all likely', ja: 'まったく思わない' },
    high: { en: 'Extremely likely', ja: '非常にそう思う' },
  },
  csat: {
    low: { en: 'Very dissatisfied', ja: '非常に不満' },
    high: { en: 'Very satisfied', ja: '非常に満足' },
  },
} as const satisfies Record<AskedSurvey['scale'], { low: LocalizedText; high: LocalizedText }>

const texts = {
  optional: { en: '(optional)', ja: '（任意）' },
  send: { en: 'Send answer', ja: '回答を送信' },
  choose: { en: 'Please choose a number first.', ja: '数字を一つお選びください。' },
  preview: {
    en: 'This is a preview. Nothing can be sent from here.',
    ja: 'これはプレビューです。ここから回答は送信されません。',
  },
} as const satisfies Record<string, LocalizedText>

const messages: Record<SurveyMessage, { title: LocalizedText; text: LocalizedText }> = {
  thanks: {
    title: { en: 'Thank you for your answer', ja: 'ご回答ありがとうございました' },
    text: {
      en: 'It has been saved. You can close this page.',
      ja: '回答を保存しました。このページは閉じていただいて構いません。',
    },
  },
  answered: {
    title: { en: 'Your answer is already here', ja: 'すでに回答をいただいています' },
    text: {
      en: 'This survey takes one answer, and yours has been saved. Thank you!',
      ja: 'このアンケートへの回答は 1 回のみです。いただいた回答は保存されています。ありがとうございました。',
    },
  },
  expired: {
    title: { en: 'This survey has closed', ja: 'このアンケートは締め切りました' },
    text: {
      en: 'The time for answering is over. Thank you for wanting to tell us!',
      ja: '回答期限を過ぎたため、受け付けを終了しました。ご協力のお気持ちに感謝いたします。',
    },
  },
  ended: {
    title: { en: 'This survey has ended', ja: 'このアンケートは終了しました' },
    text: {
      en: 'Answers are no longer collected. Thank you for wanting to tell us!',
      ja: '回答の受け付けは終了しています。ご協力のお気持ちに感謝いたします。',
    },
  },
  unknown: {
    title: { en: 'This survey cannot be found', ja: 'アンケートが見つかりません' },
    text: {
      en: 'The link may be incomplete. Please open it from the e-mail once more, or ask whoever sent it to you.',
      ja: 'リンクが途中で切れている可能性があります。メールからもう一度開くか、送信元にお問い合わせください。',
    },
  },
  tooMany: {
    title: { en: 'Please try again in a minute', ja: '1 分ほど待ってからもう一度お試しください' },
    text: {
      en: 'Too many answers came from your network at once.',
      ja: 'お使いのネットワークから、一度に多くの回答が送信されました。',
    },
  },
  test: {
    title: { en: 'This link is from a test e-mail', ja: 'これはテストメールのリンクです' },
    text: {
      en: 'In a real e-mail it opens the survey. The page can be looked at in the editor.',
      ja: '実際のメールでは、ここでアンケートが開きます。ページはエディターで確認できます。',
    },
  },
}
