import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TabLink, TabLinks } from '../../ui/tab-links.tsx'

export function ActivityPage(): ReactNode {
  const { t } = useTranslation('activity')
  return (
    <Page>
      <PageHeader title={t('title')} />
      <TabLinks label={t('title')}>
        <TabLink to="/activity" activeOptions={{ exact: true }}>
          {t('auditLog')}
        </TabLink>
      </TabLinks>
      <Outlet />
    </Page>
  )
}
