import { Skeleton, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorPage } from '../../../ui/layout/error-page.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { Page } from '../../../ui/layout/page.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { ActionMenu } from './action-menu.tsx'
import { ExternalActionEditor } from './editor/external-action-editor.tsx'
import { outdatedJourneys } from './usage/outdated-journeys.ts'
import { UnsavedChangesGuard } from './editor/unsaved-changes-guard.tsx'
import { UpdateJourneys } from './usage/update-journeys.tsx'
import { UsedBy } from './usage/used-by.tsx'

const route = getRouteApi('/signed-in/shell/external-actions/$externalActionId')

export function ExternalActionPage(): ReactNode {
  const { t } = useTranslation('externalActions')
  const trpc = useTRPC()
  const navigate = useNavigate()
  const { externalActionId } = route.useParams()
  const dirty = useRef(false)
  const [isUpdating, updating] = useDisclosure(false)
  const action = useQuery(trpc.externalActions.get.queryOptions({ id: externalActionId }))
  const connectionId = action.data?.connectionId
  const connection = useQuery(
    trpc.connections.get.queryOptions({ id: connectionId ?? '' }, { enabled: connectionId !== undefined }),
  )
  if (action.error) return <ErrorPage error={action.error} reset={() => void action.refetch()} />
  const back = connection.data ? (
    <AnchorLink to="/connections/$connectionId" params={{ connectionId: connection.data.id }} c="dimmed">
      ‹ {connection.data.name}
    </AnchorLink>
  ) : (
    <AnchorLink to="/external-actions" c="dimmed">
      ‹ {t('title')}
    </AnchorLink>
  )
  if (!action.data)
    return (
      <Page>
        <div>
          {back}
          <Skeleton height="1.75rem" width="14rem" mt="xs" />
        </div>
        <FormSkeleton fields={5} />
      </Page>
    )
  return (
    <Page>
      <PageHeader
        title={action.data.name}
        back={back}
        beside={<Text c="dimmed">{t('version', { version: action.data.version })}</Text>}
        actions={
          <ActionMenu
            action={action.data}
            onPage
            onDeleted={() => {
              dirty.current = false
              void navigate({ to: '/external-actions' })
            }}
          />
        }
      />
      <UsedBy action={action.data} onUpdate={updating.open} />
      <ExternalActionEditor
        key={action.data.id}
        action={action.data}
        onDirty={(now) => {
          dirty.current = now
        }}
        onSaved={(saved) => {
          toastDone(t('saved', { version: saved.version }))
          // Only opens the preview and publishes nothing: the user decides right after saving.
          if (outdatedJourneys(saved).length > 0) updating.open()
        }}
      />
      <UpdateJourneys action={action.data} opened={isUpdating} onClose={updating.close} />
      <UnsavedChangesGuard dirty={() => dirty.current} />
    </Page>
  )
}
