import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import classes from './mail-content.module.css'

type Mail = Outputs['mails']['get']

/**
 * A rendered mail. The frame has no permissions: no script runs, no form is submitted and no link opens, whatever a
 * template or a participant's value contains.
 */
export function MailContent({ mail }: { mail: Pick<Mail, 'subject' | 'from' | 'to' | 'html'> }) {
  const { t } = useTranslation('mails')
  return (
    <div className={classes.mail}>
      <dl className={classes.head}>
        <dt>{t('subject')}</dt>
        <dd className={classes.subject}>{mail.subject}</dd>
        <dt>{t('to')}</dt>
        <dd>{mail.to}</dd>
        <dt>{t('from')}</dt>
        <dd>{mail.from}</dd>
      </dl>
      <iframe className={classes.frame} title={t('content', { subject: mail.subject })} sandbox="" srcDoc={mail.html} />
    </div>
  )
}
