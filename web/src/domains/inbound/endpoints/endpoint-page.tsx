import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconUsers } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { EntityPage } from '../../../ui/pages/entity-page.tsx'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ConfirmDialog } from '../../../ui/dialogs/confirm-dialog.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { Notice } from '../../../ui/feedback/notice.tsx'
import { Section } from '../../../ui/layout/section.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import type { Endpoint } from '../event-types.ts'
import { EndpointState } from './events-page.tsx'
import classes from '../events.module.css'
import { FieldList } from './field-list.tsx'
import { KeySection } from './key-section.tsx'
import { WaitForEvent } from './wait-for-event.tsx'
import { ReceivedEvents } from '../received/received-events.tsx'
import { SetupForm } from './setup-form.tsx'

const route = getRouteApi('/signed-in/shell/events/$endpointId')

/**
 * One endpoint: received events, their mapping, and the address and key. Without an accepted sample it waits for an
 * event.
 */
export function EndpointPage(): ReactNode {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const { endpointId } = route.useParams()
  const { journeyId } = route.useSearch()
  const [listensSince, setListensSince] = useState<string | null>(null)
  const found = useQuery(trpc.events.endpoint.queryOptions({ id: endpointId }, { refetchInterval: 5000 }))
  return (
    <EntityPage
      query={found}
      back={
        <AnchorLink to="/events" c="dimmed">
          ‹ {t('back')}
        </AnchorLink>
      }
      title={({ name }) => name}
      beside={(endpoint) => <EndpointState endpoint={endpoint} />}
      actions={(endpoint) => <DeleteButton endpoint={endpoint} />}
    >
      {(endpoint) =>
        endpoint.schemaVersion === 0 || listensSince !== null ? (
          <>
            <WaitForEvent
              endpoint={endpoint}
              endpointKey={null}
              {...(listensSince !== null && { since: listensSince })}
              onAccepted={() => {
                setListensSince(null)
                toastDone(t('listen.accepted'))
              }}
            />
            {listensSince === null ? (
              <KeySection endpoint={endpoint} addressIsShown />
            ) : (
              <div>
                <Button variant="default" onClick={() => setListensSince(null)}>
                  {t('listen.stop')}
                </Button>
              </div>
            )}
          </>
        ) : (
          <>
            {endpoint.drift ? (
              <Notice icon={IconAlertTriangle} tone="warning" title={t('drift.title')} role="note">
                {t('drift.text', { paths: [...endpoint.drift.missing, ...endpoint.drift.changed].join(t('comma')) })}
              </Notice>
            ) : null}
            <People endpoint={endpoint} journeyId={journeyId} />
            <ReceivedEvents endpoint={endpoint} />
            <Section
              title={t('values.title')}
              text={t('values.text', { version: endpoint.schemaVersion })}
              actions={<ListenAgain onListen={() => setListensSince(new Date().toISOString())} />}
            >
              <FieldList fields={endpoint.fields} />
            </Section>
            <KeySection endpoint={endpoint} />
          </>
        )
      }
    </EntityPage>
  )
}

function People({ endpoint, journeyId }: { endpoint: Endpoint; journeyId: string | undefined }) {
  const { t } = useTranslation('events')
  return (
    <Section title={t('people.title')} text={t('people.text')}>
      <div className={classes.listeners} id="people">
        <IconUsers size={16} stroke={1.5} aria-hidden="true" />
        {endpoint.listeners.length > 0 ? (
          <Journeys title={t('listenersAre')} journeys={endpoint.listeners} />
        ) : endpoint.callbacks.length === 0 ? (
          <span className={classes.muted}>{t('nobodyListensText', { topic: endpoint.topic })}</span>
        ) : null}
        {endpoint.callbacks.length > 0 ? <Journeys title={t('callbacksAre')} journeys={endpoint.callbacks} /> : null}
      </div>
      {endpoint.callbacks.length > 0 && endpoint.listeners.length === 0 ? (
        <p className={classes.muted}>{t('callbacksText')}</p>
      ) : null}
      <SetupForm key={endpoint.schemaVersion} endpoint={endpoint} journeyId={journeyId} />
    </Section>
  )
}

function Journeys({ title, journeys }: { title: string; journeys: Endpoint['listeners'] }) {
  const { t } = useTranslation('events')
  return (
    <span>
      {title}{' '}
      {journeys.map(({ journeyId, name }, index) => (
        <span key={journeyId}>
          {index > 0 ? t('comma') : ''}
          <AnchorLink to="/journeys/$journeyId" params={{ journeyId }}>
            {name}
          </AnchorLink>
        </span>
      ))}
    </span>
  )
}

function ListenAgain({ onListen }: { onListen: () => void }) {
  const { t } = useTranslation('events')
  return useHasRole('admin') ? (
    <Button variant="default" onClick={onListen}>
      {t('values.again')}
    </Button>
  ) : null
}

function DeleteButton({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [opened, { open, close }] = useDisclosure(false)
  const mayDelete = useHasRole('admin')
  const remove = useMutation(
    trpc.events.delete.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/events' })
        toastDone(t('deleted', { name: endpoint.name }))
        await queryClient.invalidateQueries(trpc.events.endpoints.queryFilter())
      },
    }),
  )
  if (!mayDelete) return null
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('delete')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('deleteTitle', { name: endpoint.name })}
        confirmLabel={t('delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ id: endpoint.id })}
        onClose={() => {
          remove.reset()
          close()
        }}
      >
        {t('deleteText')}
      </ConfirmDialog>
    </>
  )
}
