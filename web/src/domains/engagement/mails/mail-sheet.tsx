import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { KeyValue } from '../../../ui/values/key-value.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { FormattedNumber } from '../../../ui/values/formatted-number.tsx'
import { MailContent } from '../../../ui/mail/mail-content.tsx'
import { MailStatusBadge } from '../../../ui/mail/mail-status.tsx'
import { SideSheet } from '../../../ui/layout/side-sheet.tsx'
import { Time } from '../../../ui/values/time.tsx'
import classes from './mails.module.css'

type Mail = Outputs['mails']['get']

export function MailSheet({ mailId, onClose }: { mailId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('mails')
  const trpc = useTRPC()
  const mail = useQuery(trpc.mails.get.queryOptions({ id: mailId ?? '' }, { enabled: mailId !== undefined }))
  return (
    <SideSheet opened={mailId !== undefined} title={mail.data?.subject ?? t('title')} size="44rem" onClose={onClose}>
      {mail.data ? (
        <MailDetails mail={mail.data} />
      ) : mail.error ? (
        <ErrorNotice error={mail.error} onRetry={() => void mail.refetch()} />
      ) : (
        <FormSkeleton fields={4} />
      )}
    </SideSheet>
  )
}

function MailDetails({ mail }: { mail: Mail }) {
  const { t } = useTranslation('mails')
  return (
    <div className={classes.sheet}>
      <KeyValue
        items={[
          { label: t('statusHeader'), value: <MailStatusBadge status={mail.status} /> },
          { label: t('when'), value: <Time at={mail.sentAt ?? mail.createdAt} /> },
          ...(mail.isTest ? [] : [{ label: t('opened'), value: <Opened mail={mail} /> }]),
          ...(mail.journeyId && mail.participantId
            ? [
                {
                  label: t('participant'),
                  value: (
                    <AnchorLink
                      to="/journeys/$journeyId/participants/$participantId"
                      params={{ journeyId: mail.journeyId, participantId: mail.participantId }}
                      search={{}}
                    >
                      {mail.to}
                    </AnchorLink>
                  ),
                },
              ]
            : []),
          ...(mail.journeyId
            ? [
                {
                  label: t('journey'),
                  value: (
                    <AnchorLink to="/journeys/$journeyId" params={{ journeyId: mail.journeyId }}>
                      {t('openJourney')}
                    </AnchorLink>
                  ),
                },
              ]
            : []),
        ]}
      />
      {mail.status === 'inDoubt' ? <Text>{t('inDoubt')}</Text> : null}
      {mail.error && mail.status !== 'sent' ? <Text c="dimmed">{t('problem', { message: mail.error })}</Text> : null}
      {mail.links.length > 0 ? <MailLinks links={mail.links} /> : null}
      <MailContent mail={mail} />
    </div>
  )
}

function Opened({ mail }: { mail: Mail }) {
  const { t } = useTranslation('mails')
  if (!mail.isTracked) return t('notTracked')
  if (mail.openedAt === null) return <span title={t('seenHint')}>{t('notOpened')}</span>
  return (
    <span title={t('seenHint')}>
      <Time at={mail.openedAt} />
      {mail.opens > 1 ? <span className={classes.muted}> · {t('opens', { count: mail.opens })}</span> : null}
    </span>
  )
}

function MailLinks({ links }: { links: Mail['links'] }) {
  const { t } = useTranslation('mails')
  return (
    <table className={classes.links}>
      <caption>{t('links')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('linkHeader')}</th>
          <th scope="col" className={classes.number}>
            {t('clicksHeader')}
          </th>
          <th scope="col" className={classes.number}>
            {t('firstClick')}
          </th>
        </tr>
      </thead>
      <tbody>
        {links.map((link) => (
          <tr key={`${link.url} ${link.link}`}>
            <td>
              {link.label ? <div>{link.label}</div> : null}
              <div className={classes.address}>{link.url}</div>
            </td>
            <td className={classes.number}>
              <FormattedNumber value={link.clicks} />
            </td>
            <td className={classes.number}>{link.clickedAt ? <Time at={link.clickedAt} as="relative" /> : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
