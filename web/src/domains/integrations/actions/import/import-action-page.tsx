import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { Page } from '../../../../ui/layout/page.tsx'
import { PageHeader } from '../../../../ui/layout/page-header.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import { UnsavedChangesGuard } from '../../../../ui/forms/unsaved-changes-guard.tsx'
import { ImportFlow } from './import-flow.tsx'

export function ImportActionPage(): ReactNode {
  const { t } = useTranslation(['actionImport', 'externalActions'])
  const navigate = useNavigate()
  const dirty = useRef(false)
  return (
    <Page>
      <PageHeader
        title={t('actionImport:title')}
        description={t('actionImport:text')}
        back={
          <AnchorLink to="/external-actions" c="dimmed">
            ‹ {t('externalActions:title')}
          </AnchorLink>
        }
      />
      <ImportFlow
        onDirty={(now) => {
          dirty.current = now
        }}
        onSaved={(saved) => {
          dirty.current = false
          toastDone(t('externalActions:created', { name: saved.name }))
          void navigate({ to: '/external-actions/$externalActionId', params: { externalActionId: saved.id } })
        }}
      />
      <UnsavedChangesGuard dirty={() => dirty.current} />
    </Page>
  )
}
