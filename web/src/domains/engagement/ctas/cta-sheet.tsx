import { Button } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { useReturnFocus } from '../../../lib/use-return-focus.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { KeyValue } from '../../../ui/values/key-value.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { SideSheet } from '../../../ui/layout/side-sheet.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { CtaEditor } from './cta-editor.tsx'
import { CtaStatusBadge, useTypeName } from './cta-marks.tsx'
import type { Cta } from './cta-search.ts'
import classes from './ctas.module.css'
import { useCtaVerbs } from './use-cta-verbs.ts'

const route = getRouteApi('/signed-in/shell/ctas/$ctaId')

export function CtaSheet(): ReactNode {
  useReturnFocus()
  const { t } = useTranslation('ctas')
  const trpc = useTRPC()
  const { ctaId } = route.useParams()
  const navigate = route.useNavigate()
  const cta = useQuery(trpc.ctas.get.queryOptions({ id: ctaId }))
  return (
    <SideSheet
      opened
      title={
        <span className={classes.title}>
          {cta.data?.name ?? t('name')}
          {cta.data ? <CtaStatusBadge status={cta.data.status} /> : null}
        </span>
      }
      onClose={() => void navigate({ to: '/ctas', search: (before) => before })}
    >
      {cta.data ? (
        <CtaDetails cta={cta.data} />
      ) : cta.error ? (
        <ErrorNotice error={cta.error} onRetry={() => void cta.refetch()} />
      ) : (
        <FormSkeleton fields={4} />
      )}
    </SideSheet>
  )
}

function CtaDetails({ cta }: { cta: Cta }) {
  const { t } = useTranslation('ctas')
  const typeName = useTypeName()
  const mayEdit = useHasRole('editor')
  return (
    <div className={classes.sheet}>
      {mayEdit ? <Ending cta={cta} /> : null}
      <KeyValue
        items={[
          ...(cta.reason ? [{ label: t('reason'), value: cta.reason }] : []),
          { label: t('type'), value: typeName(cta.type) },
          {
            label: t('participant'),
            value:
              cta.participant && cta.journey ? (
                <AnchorLink
                  to="/journeys/$journeyId/participants/$participantId"
                  params={{ journeyId: cta.journey.id, participantId: cta.participant.id }}
                  search={{}}
                >
                  {cta.participant.email ?? cta.participant.key}
                </AnchorLink>
              ) : (
                '–'
              ),
          },
          {
            label: t('journey'),
            value: cta.journey ? (
              <AnchorLink to="/journeys/$journeyId" params={{ journeyId: cta.journey.id }}>
                {cta.journey.name}
              </AnchorLink>
            ) : (
              t('byHand')
            ),
          },
          { label: t('created'), value: <Time at={cta.createdAt} /> },
          ...(cta.closedAt ? [{ label: t('closed'), value: <Time at={cta.closedAt} /> }] : []),
        ]}
      />
      <CtaEditor key={cta.id} cta={cta} readOnly={!mayEdit} />
    </div>
  )
}

function Ending({ cta }: { cta: Cta }) {
  const { t } = useTranslation('ctas')
  const { close, reopen, isBusy } = useCtaVerbs()
  if (cta.status !== 'open')
    return (
      <div>
        <Button variant="default" loading={isBusy} onClick={() => reopen(cta.id)}>
          {t('reopen')}
        </Button>
      </div>
    )
  return (
    <div className={classes.close} role="group" aria-label={t('closeTitle')}>
      <div className={classes.closeWords}>
        <strong>{t('closeTitle')}</strong>
        {cta.enrollmentId ? <span className={classes.faint}>{t('closeText')}</span> : null}
      </div>
      <div className={classes.closeButtons}>
        <Button
          leftSection={<IconCheck size={16} stroke={1.75} />}
          disabled={isBusy}
          onClick={() => close(cta.id, 'closedSuccess')}
        >
          {t('closeSuccess')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconX size={16} stroke={1.5} />}
          disabled={isBusy}
          onClick={() => close(cta.id, 'closedLost')}
        >
          {t('closeLost')}
        </Button>
      </div>
    </div>
  )
}
