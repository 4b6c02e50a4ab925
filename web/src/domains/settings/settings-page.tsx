import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { hasRole, useSession } from '../../lib/session/session.ts'
import { Page } from '../../ui/layout/page.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { TabLink, TabLinks } from '../../ui/layout/tab-links.tsx'
import { settingsPages } from './settings-pages.ts'

export function SettingsPage(): ReactNode {
  const { t } = useTranslation('settings')
  const { workspace } = useSession()
  return (
    <Page>
      <PageHeader title={t('title')} />
      <TabLinks label={t('title')}>
        <TabLink to="/settings" activeOptions={{ exact: true }}>
          {t('workspace.title')}
        </TabLink>
        {settingsPages.map((page) =>
          'role' in page && !hasRole(workspace.role, page.role) ? null : (
            <TabLink key={page.path} to={`/settings/${page.path}`}>
              {t(page.tab)}
            </TabLink>
          ),
        )}
      </TabLinks>
      <Outlet />
    </Page>
  )
}
