import { Button, NumberInput, Text } from '@mantine/core'
import type { ConnectorName } from '@tabiji/shared/connectors/connector.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { SideSheet } from '../../../../ui/layout/side-sheet.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import classes from '../connections.module.css'
import { connectorIcon } from '../connectors/connector-icon.ts'
import { useConnectorTitle } from '../connectors/use-connector-title.ts'

type Connector = Outputs['connections']['connectors'][number]
type Quotas = Partial<Record<ConnectorName, number | ''>>

/** The quota of connections for each connector. */
export function ConnectionQuotas({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const connectors = useQuery(trpc.connections.connectors.queryOptions(undefined, { enabled: opened }))
  return (
    <SideSheet opened={opened} title={t('quotas.title')} onClose={onClose}>
      {connectors.error ? (
        <ErrorNotice error={connectors.error} onRetry={() => void connectors.refetch()} />
      ) : connectors.data ? (
        <QuotasForm connectors={connectors.data} onClose={onClose} />
      ) : (
        <FormSkeleton fields={6} />
      )}
    </SideSheet>
  )
}

function QuotasForm({ connectors, onClose }: { connectors: Connector[]; onClose: () => void }) {
  const { t } = useTranslation(['connections', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const titleOf = useConnectorTitle()
  const [typed, setTyped] = useState<Quotas>({})
  const quotaOf = ({ connector, maxConnections }: Connector) => typed[connector] ?? maxConnections ?? ''
  const changed = connectors.filter((each) => (quotaOf(each) === '' ? null : quotaOf(each)) !== each.maxConnections)
  const set = useMutation(trpc.connections.setQuota.mutationOptions())
  const save = async () => {
    for (const each of changed) {
      const quota = quotaOf(each)
      await set.mutateAsync({ connector: each.connector, maxConnections: quota === '' ? null : quota })
    }
  }
  return (
    <form
      className={classes.wizard}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
          .then(() => {
            toastDone(t('connections:quotas.saved'))
            onClose()
          })
          // The error is shown above the form.
          .catch(() => {})
          .finally(() => queryClient.invalidateQueries(trpc.connections.connectors.pathFilter()))
      }}
    >
      <Text c="dimmed">{t('connections:quotas.text')}</Text>
      {set.error ? <ErrorNotice error={set.error} /> : null}
      <ul className={classes.quotas}>
        {connectors.map((each) => {
          const Icon = connectorIcon(each.connector)
          const title = titleOf(each.connector)
          return (
            <li key={each.connector}>
              <Icon size={20} stroke={1.5} aria-hidden="true" />
              <span className={classes.two}>
                {title}
                <span className={classes.faint}>{t('connections:gallery.there', { count: each.connections })}</span>
              </span>
              <NumberInput
                aria-label={t('connections:quotas.of', { connector: title })}
                placeholder={t('connections:quotas.none')}
                value={quotaOf(each)}
                min={0}
                max={100_000}
                allowDecimal={false}
                onChange={(value) => setTyped({ ...typed, [each.connector]: typeof value === 'number' ? value : '' })}
              />
            </li>
          )
        })}
      </ul>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" loading={set.isPending} disabled={changed.length === 0}>
          {t('common:action.save')}
        </Button>
      </div>
    </form>
  )
}
