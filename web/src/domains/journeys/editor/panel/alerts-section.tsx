import { Checkbox, NumberInput, Skeleton, TagsInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC, useTRPCClient } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import { SaveForm } from '../../../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../../../ui/forms/use-save-form.ts'
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
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const mayEdit = useHasRole('editor')
  const state = useSaveForm({
    initialValues: alerts,
    save: (values) => client.journeys.setAlerts.mutate({ journeyId, ...values }),
    onSaved: (saved) => {
      queryClient.setQueryData(trpc.journeys.alerts.queryKey({ journeyId }), saved)
      toastDone(t('editor:alerts.saved'))
    },
  })
  const { form } = state
  const { failingPercent } = form.values
  return (
    <SaveForm
      state={state}
      savesChanges
      submitLabel={t('common:action.save')}
      readOnlyNote={mayEdit ? undefined : <></>}
    >
      <TagsInput
        label={t('editor:alerts.emails')}
        placeholder={form.values.emails.length === 0 ? t('editor:alerts.emailsNone') : ''}
        maxTags={20}
        splitChars={[',', ' ', ';']}
        acceptValueOnBlur
        disabled={!mayEdit}
        {...form.getInputProps('emails')}
      />
      <Checkbox
        label={t('editor:alerts.parked')}
        disabled={!mayEdit}
        {...form.getInputProps('parked', { type: 'checkbox' })}
      />
      <Checkbox
        label={t('editor:alerts.connectionStopped')}
        disabled={!mayEdit}
        {...form.getInputProps('connectionStopped', { type: 'checkbox' })}
      />
      <Checkbox
        label={t('editor:alerts.failing')}
        checked={failingPercent !== null}
        disabled={!mayEdit}
        onChange={(event) => form.setFieldValue('failingPercent', event.currentTarget.checked ? usualPercent : null)}
      />
      {failingPercent === null ? null : (
        <NumberInput
          label={t('editor:alerts.failingFrom')}
          suffix=" %"
          min={1}
          max={100}
          allowDecimal={false}
          disabled={!mayEdit}
          {...form.getInputProps('failingPercent')}
          onChange={(value) => typeof value === 'number' && form.setFieldValue('failingPercent', value)}
        />
      )}
    </SaveForm>
  )
}
