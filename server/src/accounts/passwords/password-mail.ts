import { fillText } from '@tabiji/shared/messages/fill-text.ts'
import type { Locale, LocalizedText } from '@tabiji/shared/messages/locale.ts'
import { escapeHtml } from '../../kernel/http/escape-html.ts'
import { mailLayout } from '../../kernel/mail/mail-layout.ts'
import { passwordLinkMinutes } from './make-password-link.ts'

const texts = {
  subject: { en: 'Choose a new password for Tabiji', ja: 'Tabiji のパスワードの再設定' },
  greeting: { en: 'Hello {name},', ja: '{name} 様' },
  lead: {
    en: 'Somebody, probably you, asked for a new password for your account. Choose it here:',
    ja: 'アカウントのパスワードを再設定する依頼を受け付けました。次のリンクから新しいパスワードを設定してください。',
  },
  button: { en: 'Choose a new password', ja: '新しいパスワードを設定' },
  end: {
    en: 'The link works once, for {minutes} minutes. If you did not ask for it, do nothing: your password stays as it is.',
    ja: 'このリンクは {minutes} 分間、1 回だけ使えます。お心当たりがない場合は、何もしないでください。パスワードは変わりません。',
  },
} satisfies Record<string, LocalizedText>

export function passwordMail(
  { name, link }: { name: string; link: string },
  locale: Locale,
): { subject: string; html: string; text: string } {
  const say = (text: LocalizedText) => fillText(text[locale], { name, minutes: passwordLinkMinutes })
  const subject = texts.subject[locale]
  const body = `<p>${escapeHtml(say(texts.greeting))}</p>
<p>${escapeHtml(texts.lead[locale])}</p>
<p><a href="${escapeHtml(link)}">${escapeHtml(texts.button[locale])}</a></p>
<p style="font-size:13px;color:#5b6669;">${escapeHtml(say(texts.end))}</p>`
  const text = [say(texts.greeting), texts.lead[locale], link, say(texts.end)].join('\n\n')
  return { subject, html: mailLayout({ title: subject, body }), text }
}
