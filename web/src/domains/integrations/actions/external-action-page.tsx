import { Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EntityPage } from '../../../ui/pages/entity-page.tsx'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { ActionMenu } from './action-menu.tsx'
import { ExternalActionEditor } from './editor/external-action-editor.tsx'
import { outdatedJourneys } from './usage/outdated-journeys.ts'
import { UnsavedChangesGuard } from '../../../ui/forms/unsaved-changes-guard.tsx'
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
  return (
    <EntityPage
      query={action}
      skeletonFields={5}
      back={
        connection.data ? (
          <AnchorLink to="/connections/$connectionId" params={{ connectionId: connection.data.id }} c="dimmed">
            ‹ {connection.data.name}
          </AnchorLink>
        ) : (
          <AnchorLink to="/external-actions" c="dimmed">
            ‹ {t('title')}
          </AnchorLink>
        )
      }
      title={({ name }) => name}
      beside={({ version }) => <Text c="dimmed">{t('version', { version })}</Text>}
      actions={(shown) => (
        <ActionMenu
          action={shown}
          onPage
          onDeleted={() => {
            dirty.current = false
            void navigate({ to: '/external-actions' })
          }}
        />
      )}
    >
      {(shown) => (
        <>
          <UsedBy action={shown} onUpdate={updating.open} />
          <ExternalActionEditor
            key={shown.id}
            action={shown}
            onDirty={(now) => {
              dirty.current = now
            }}
            onSaved={(saved) => {
              toastDone(t('saved', { version: saved.version }))
              // Only opens the preview and publishes nothing: the user decides right after saving.
              if (outdatedJourneys(saved).length > 0) updating.open()
            }}
          />
          <UpdateJourneys action={shown} opened={isUpdating} onClose={updating.close} />
          <UnsavedChangesGuard dirty={() => dirty.current} />
        </>
      )}
    </EntityPage>
  )
}
