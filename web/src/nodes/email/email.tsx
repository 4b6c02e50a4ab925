import { Switch } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import { ChipText } from '../form/text/chip-text.tsx'
import classes from '../form/form.module.css'
import { readableText } from '../form/text/readable-text.ts'
import { MailPreviewButton } from '../form/mail/mail-preview.tsx'
import { useNodeForm } from '../form/node-form-context.tsx'
import { SendTimesInput } from '../form/time/send-times-input.tsx'
import { RichText } from '../form/text/rich-text.tsx'
import { MailServerNotice } from '../../ui/mail/mail-server-notice.tsx'
import { commonSettings } from '../definition/setting-texts.ts'

const texts = defineTexts({
  en: {
    subject: 'Subject',
    body: 'Text',
    bodyPlaceholder: 'Write the mail. Type / or { to put in a value of the person.',
    own: 'Send to another address',
    ownHint: 'Otherwise it goes to the e-mail field of the person.',
    to: 'Address',
    track: 'Track opens and clicks',
    trackHint: 'Links lead by way of this server, and an invisible picture tells when the mail is opened.',
  },
  ja: {
    subject: '件名',
    body: '本文',
    bodyPlaceholder: 'メールの本文を入力してください。/ または { で参加者の値を差し込めます。',
    own: '別のアドレスに送る',
    ownHint: 'オフの場合は、参加者のメールフィールドに送ります。',
    to: '宛先',
    track: '開封とクリックを記録する',
    trackHint: 'リンクはこのサーバーを経由し、目に見えない画像で開封を確認します。',
  },
})

export const email = defineNodeView('email', {
  icon: IconMail,
  category: 'message',
  texts: {
    en: {
      description: 'Sends a mail to the person',
      outlets: { next: 'Next' },
      parts: { subject: 'the subject', body: 'the text', to: 'the address', sendTimes: 'the sending hours' },
    },
    ja: {
      description: '参加者にメールを送る',
      outlets: { next: '次へ' },
      parts: { subject: '件名', body: '本文', to: '宛先', sendTimes: '送信できる時間帯' },
    },
  },
  settings: {
    subject: { en: 'Subject', ja: '件名' },
    body: { en: 'Text', ja: '本文' },
    to: commonSettings.to,
    sendTimes: commonSettings.sendTimes,
    track: commonSettings.track,
  },
  summary: ({ subject = '' }, context) => readableText(subject, context),
  Form: function EmailForm({ node, config, onChange }) {
    const text = texts[useLocale()]
    const { readOnly } = useNodeForm()
    const to = config.to ?? null
    return (
      <div className={classes.stack}>
        <MailServerNotice />
        <ChipText
          label={text.subject}
          value={config.subject ?? ''}
          onChange={(subject) => onChange({ ...config, subject })}
        />
        <RichText
          label={text.body}
          placeholder={text.bodyPlaceholder}
          value={config.body ?? ''}
          onChange={(body) => onChange({ ...config, body })}
        />
        <Switch
          label={text.own}
          description={text.ownHint}
          checked={to !== null}
          disabled={readOnly}
          onChange={(event) => onChange({ ...config, to: event.currentTarget.checked ? '' : null })}
        />
        {to === null ? null : (
          <ChipText label={text.to} value={to} onChange={(address) => onChange({ ...config, to: address })} />
        )}
        <Switch
          label={text.track}
          description={text.trackHint}
          checked={config.track ?? true}
          disabled={readOnly}
          onChange={(event) => onChange({ ...config, track: event.currentTarget.checked })}
        />
        <SendTimesInput
          what="mails"
          value={config.sendTimes ?? null}
          onChange={(sendTimes) => onChange({ ...config, sendTimes })}
        />
        <MailPreviewButton nodeId={node.id} />
      </div>
    )
  },
})
