import { Button, Checkbox, NumberInput, Skeleton, TagsInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../../../lib/api/api-error.ts'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import classes from './config-panel.module.css'

type Alerts = Outputs['journeys']['alerts']

const usualPercent = 20

/** The recipients of the journey's alerts. Not part of the draft: it applies at once, so it has its own save button. */
export function AlertsSection({ journeyId }: { journeyId: string }) {
  const { t } = useTranslation('editor')
  const trpc = useTRPC()
  const alerts = useQuery(trpc.journeys.alerts.queryOptions({ journeyId }))
  return (
    <section>
      <h3 className={classes.sectionTitle}>{t('alerts.title')}</h3>
      <p className={classes.hint}>{t('alerts.hint')}</p>
      {alerts.error ? (
        <ErrorNotice error={alerts.error} onRetry={() => void alerts.refetch()} />
      ) : alerts.data ? (
        <AlertsForm journeyId={journeyId} alerts={alerts.data} />
      ) : (
        <Skeleton height="8rem" />
      )}
    </section>
  )
}

function AlertsForm({ journeyId, alerts }: { journeyId: string; alerts: Alerts }) {
  const { t } = useTranslation(['editor', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEdit = useHasRole('editor')
  const [draft, setDraft] = useState(alerts)
  const save = useMutation(
    trpc.journeys.setAlerts.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.journeys.alerts.queryKey({ journeyId }), saved)
        setDraft(saved)
        toastDone(t('editor:alerts.saved'))
      },
    }),
  )
  const errors = save.error ? fieldErrors(save.error) : {}
  const emailsError = Object.entries(errors).find(([path]) => path.startsWith('emails'))?.[1]
  const change = (changed: Partial<Alerts>) => {
    save.reset()
    setDraft({ ...draft, ...changed })
  }
  return (
    <form
      className={classes.alerts}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ journeyId, ...draft })
      }}
    >
      {save.error && !emailsError ? <ErrorNotice error={save.error} /> : null}
      <TagsInput
        label={t('editor:alerts.emails')}
        placeholder={draft.emails.length === 0 ? t('editor:alerts.emailsNone') : ''}
        value={draft.emails}
        maxTags={20}
        splitChars={[',', ' ', ';']}
        acceptValueOnBlur
        error={emailsError}
        disabled={!mayEdit}
        onChange={(emails) => change({ emails })}
      />
      <Checkbox
        label={t('editor:alerts.parked')}
        checked={draft.parked}
        disabled={!mayEdit}
        onChange={(event) => change({ parked: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('editor:alerts.connectionStopped')}
        checked={draft.connectionStopped}
        disabled={!mayEdit}
        onChange={(event) => change({ connectionStopped: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('editor:alerts.failing')}
        checked={draft.failingPercent !== null}
        disabled={!mayEdit}
        onChange={(event) => change({ failingPercent: event.currentTarget.checked ? usualPercent : null })}
      />
      {draft.failingPercent === null ? null : (
        <NumberInput
          label={t('editor:alerts.failingFrom')}
          suffix=" %"
          min={1}
          max={100}
          allowDecimal={false}
          value={draft.failingPercent}
          disabled={!mayEdit}
          onChange={(value) => typeof value === 'number' && change({ failingPercent: value })}
        />
      )}
      {mayEdit ? (
        <div>
          <Button
            type="submit"
            size="xs"
            loading={save.isPending}
            disabled={JSON.stringify(draft) === JSON.stringify(alerts)}
          >
            {t('common:action.save')}
          </Button>
        </div>
      ) : null}
    </form>
  )
}
