import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlugConnected, IconPlus, IconTestPipe } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useLocation, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import type { SavedExternalAction } from '../../../lib/action-drawers.ts'
import { nextCursorOf, rowsOf } from '../../../lib/api/rows-of.ts'
import { ListContent } from '../../../ui/lists/list-content.tsx'
import { EntityPage } from '../../../ui/pages/entity-page.tsx'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { type DataColumn, DataList, rowLinkClass } from '../../../ui/lists/data-list.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { AnchorLink, ButtonLink } from '../../../ui/layout/links.tsx'
import { Section } from '../../../ui/layout/section.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { type Connection, lacksCredentials } from './health/connection-health.ts'
import { ConnectionMenu } from './connection-menu.tsx'
import { ConnectionSettings } from './connection-settings.tsx'
import classes from './connections.module.css'
import { CircuitOpenNotice } from './health/circuit-open-notice.tsx'
import { FailuresLink } from './health/failures-link.tsx'
import { HealthMark } from './health/health-mark.tsx'
import { StoppedNotice } from './authorization/stopped-notice.tsx'
import { TestConnection } from './testing/test-connection.tsx'
import { TokenFailureNotice } from './authorization/token-failure-notice.tsx'
import { useConnectorTitle } from './connectors/use-connector-title.ts'
import { useAuthorize } from './authorization/use-authorize.tsx'

const route = getRouteApi('/signed-in/shell/connections/$connectionId')

/** Refresh interval while enrollments are deferred, because they may continue at any moment. */
const openRefreshMs = 3000

/** One connection: its health, its settings, and its calls. */
export function ConnectionPage(): ReactNode {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const { connectionId } = route.useParams()
  const { hash } = useLocation()
  const navigate = useNavigate()
  const titleOf = useConnectorTitle()
  const connection = useQuery(
    trpc.connections.get.queryOptions(
      { id: connectionId },
      { refetchInterval: ({ state }) => (state.data?.circuitOpen ? openRefreshMs : false) },
    ),
  )
  return (
    <EntityPage
      query={connection}
      back={
        <AnchorLink to="/connections" c="dimmed">
          ‹ {t('page.back')}
        </AnchorLink>
      }
      title={({ name }) => name}
      beside={(shown) => <HealthMark connection={shown} />}
      actions={(shown) => (
        <>
          <TestButton connection={shown} />
          <AuthorizeButton connection={shown} />
          <ConnectionMenu connection={shown} onPage onDeleted={() => void navigate({ to: '/connections' })} />
        </>
      )}
    >
      {(shown) => (
        <>
          <StoppedNotice connection={shown} />
          <TokenFailureNotice connection={shown} />
          {shown.circuitOpen && shown.state === 'authorized' ? (
            <CircuitOpenNotice circuitOpen={shown.circuitOpen} />
          ) : null}
          <dl className={classes.facts}>
            <div>
              <dt>{t('connectorHeader')}</dt>
              <dd>{titleOf(shown.connector)}</dd>
            </div>
            <div>
              <dt>{t('environment')}</dt>
              <dd>{t(`environments.${shown.environment}`)}</dd>
            </div>
            <div>
              <dt>{t('lastUsed')}</dt>
              <dd>{shown.lastUsedAt ? <Time at={shown.lastUsedAt} as="relative" /> : t('never')}</dd>
            </div>
            <div>
              <dt>{t('lastSuccess')}</dt>
              <dd>{shown.lastSuccessAt ? <Time at={shown.lastSuccessAt} as="relative" /> : t('never')}</dd>
            </div>
            <div>
              <dt>{t('failures')}</dt>
              <dd>
                <FailuresLink connection={shown} />
              </dd>
            </div>
            {shown.lastFailure ? (
              <div>
                <dt>{t('page.failuresLast')}</dt>
                <dd>
                  <Time at={shown.lastFailure.at} as="relative" />
                </dd>
              </div>
            ) : null}
          </dl>
          <Section
            title={t('page.actionsTitle')}
            text={t('page.actionsText')}
            actions={<AddActionButton connectionId={connectionId} />}
          >
            <ActionsOfConnection connectionId={connectionId} />
          </Section>
          <Section title={t('page.settings')} text={t('page.settingsText')}>
            {/* A new form for each connection. Refreshed data does not overwrite what was typed. */}
            <ConnectionSettings key={shown.id} connection={shown} replaceSecret={hash === 'authorization'} />
          </Section>
        </>
      )}
    </EntityPage>
  )
}

function TestButton({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const mayTest = useHasRole('editor')
  const [opened, { open, close }] = useDisclosure(false)
  if (!mayTest) return null
  return (
    <>
      <Button variant="default" leftSection={<IconTestPipe size={16} stroke={1.5} />} onClick={open}>
        {t('menu.test')}
      </Button>
      <TestConnection connection={connection} opened={opened} onClose={close} />
    </>
  )
}

/** The main button when the connection is not authorized. */
function AuthorizeButton({ connection }: { connection: Connection }) {
  const { t } = useTranslation('connections')
  const mayChange = useHasRole('admin')
  const authorize = useAuthorize(connection)
  if (!mayChange || connection.state === 'authorized' || lacksCredentials(connection)) return null
  return (
    <>
      <Button
        leftSection={<IconPlugConnected size={16} stroke={1.5} />}
        loading={authorize.isPending}
        onClick={authorize.start}
      >
        {t(connection.state === 'unauthorized' ? 'menu.authorize' : 'menu.reauthorize')}
      </Button>
      {authorize.dialog}
    </>
  )
}

function AddActionButton({ connectionId }: { connectionId: string }) {
  const { t } = useTranslation('connections')
  return useHasRole('editor') ? (
    <ButtonLink
      to="/external-actions/new"
      search={{ connectionId }}
      variant="default"
      leftSection={<IconPlus size={16} stroke={1.5} />}
    >
      {t('page.addAction')}
    </ButtonLink>
  ) : null
}

function ActionsOfConnection({ connectionId }: { connectionId: string }) {
  const { t } = useTranslation(['connections', 'externalActions'])
  const trpc = useTRPC()
  const mayEdit = useHasRole('editor')
  const actions = useInfiniteQuery(
    trpc.externalActions.list.infiniteQueryOptions({ connectionId }, { getNextPageParam: nextCursorOf }),
  )
  const rows = rowsOf(actions)
  const columns: DataColumn<SavedExternalAction>[] = [
    {
      key: 'name',
      header: t('connections:name'),
      width: 'minmax(12rem, 2fr)',
      cell: (action) => (
        <Link
          to="/external-actions/$externalActionId"
          params={{ externalActionId: action.id }}
          className={rowLinkClass}
        >
          {action.name}
        </Link>
      ),
    },
    {
      key: 'call',
      header: t('externalActions:call'),
      width: 'minmax(12rem, 2fr)',
      cell: (action) => (
        <Text ff="monospace" size="xs" c="dimmed" truncate>
          {action.method} {action.path || '/'}
        </Text>
      ),
    },
    {
      key: 'used',
      header: t('externalActions:usedBy'),
      width: '10rem',
      cell: (action) => (
        <span className={classes.muted}>{t('externalActions:journeys', { count: action.usedBy.length })}</span>
      ),
    },
    {
      key: 'changed',
      header: t('externalActions:changed'),
      width: '9rem',
      align: 'end',
      cell: (action) => <Time at={action.updatedAt} as="relative" />,
    },
  ]
  return (
    <ListContent
      query={actions}
      rows={rows}
      skeletonRows={3}
      empty={
        <EmptyState
          motif="road"
          text={t(mayEdit ? 'connections:page.actionsEmpty' : 'connections:page.actionsEmptyViewer')}
        />
      }
    >
      {(shown) => (
        <DataList
          label={t('connections:page.actionsTitle')}
          columns={columns}
          rows={shown}
          rowKey={(action) => action.id}
          more={actions}
        />
      )}
    </ListContent>
  )
}
