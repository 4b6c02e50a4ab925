import { NumberInput, Text } from '@mantine/core'
import type { ConnectorName } from '@tabiji/shared/connectors/connector.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useTRPC, useTRPCClient } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { FormGuard } from '../../../../ui/forms/form-guard.tsx'
import { SaveForm } from '../../../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../../../ui/forms/use-save-form.ts'
import { SideSheet } from '../../../../ui/layout/side-sheet.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import classes from '../connections.module.css'
import { connectorIcon } from '../connectors/connector-icon.ts'
import { useConnectorTitle } from '../connectors/use-connector-title.ts'

type Connector = Outputs['connections']['connectors'][number]
type Quotas = Partial<Record<ConnectorName, number | ''>>

const quotaOf = (typed: number | '' | undefined) => (typed === '' || typed === undefined ? null : typed)

/** The quota of connections for each connector. */
export function ConnectionQuotas({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const connectors = useQuery(trpc.connections.connectors.queryOptions(undefined, { enabled: opened }))
  return (
    <FormGuard onClose={onClose}>
      {({ close, isAsking }) => (
        <SideSheet opened={opened} title={t('quotas.title')} onClose={close} closeOnEscape={!isAsking}>
          {connectors.error ? (
            <ErrorNotice error={connectors.error} onRetry={() => void connectors.refetch()} />
          ) : connectors.data ? (
            <QuotasForm connectors={connectors.data} onClose={onClose} />
          ) : (
            <FormSkeleton fields={6} />
          )}
        </SideSheet>
      )}
    </FormGuard>
  )
}

function QuotasForm({ connectors, onClose }: { connectors: Connector[]; onClose: () => void }) {
  const { t } = useTranslation(['connections', 'common'])
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const titleOf = useConnectorTitle()
  const state = useSaveForm<Quotas, void>({
    initialValues: Object.fromEntries(
      connectors.map(({ connector, maxConnections }) => [connector, maxConnections ?? '']),
    ),
    save: async (quotas) => {
      try {
        for (const { connector, maxConnections: before } of connectors) {
          const maxConnections = quotaOf(quotas[connector])
          if (maxConnections !== before) await client.connections.setQuota.mutate({ connector, maxConnections })
        }
      } finally {
        // Also after an error: the quotas before it are set.
        await queryClient.invalidateQueries(trpc.connections.connectors.pathFilter())
      }
    },
    onSaved: () => {
      toastDone(t('connections:quotas.saved'))
      onClose()
    },
  })
  return (
    <SaveForm state={state} savesChanges submitLabel={t('common:action.save')} onCancel={onClose}>
      <Text c="dimmed">{t('connections:quotas.text')}</Text>
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
                min={0}
                max={100_000}
                allowDecimal={false}
                {...state.form.getInputProps(each.connector)}
              />
            </li>
          )
        })}
      </ul>
    </SaveForm>
  )
}
