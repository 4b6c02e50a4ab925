import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { Page } from '../../../ui/layout/page.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { ExternalActionEditor } from './editor/external-action-editor.tsx'
import { UnsavedChangesGuard } from '../../../ui/forms/unsaved-changes-guard.tsx'

const route = getRouteApi('/signed-in/shell/external-actions/new')

export function NewExternalActionPage(): ReactNode {
  const { t } = useTranslation('externalActions')
  const navigate = useNavigate()
  const { connectionId } = route.useSearch()
  const dirty = useRef(false)
  return (
    <Page>
      <PageHeader
        title={t('newTitle')}
        back={
          <AnchorLink to="/external-actions" c="dimmed">
            ‹ {t('title')}
          </AnchorLink>
        }
      />
      <ExternalActionEditor
        connectionId={connectionId}
        onDirty={(now) => {
          dirty.current = now
        }}
        onSaved={(saved) => {
          toastDone(t('created', { name: saved.name }))
          void navigate({ to: '/external-actions/$externalActionId', params: { externalActionId: saved.id } })
        }}
      />
      <UnsavedChangesGuard dirty={() => dirty.current} />
    </Page>
  )
}
