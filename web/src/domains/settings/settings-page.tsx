import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../lib/session/session.ts'
import { Page } from '../../ui/layout/page.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { TabLink, TabLinks } from '../../ui/layout/tab-links.tsx'

export function SettingsPage(): ReactNode {
  const { t } = useTranslation('settings')
  const mayAdminister = useHasRole('admin')
  return (
    <Page>
      <PageHeader title={t('title')} />
      <TabLinks label={t('title')}>
        <TabLink to="/settings" activeOptions={{ exact: true }}>
          {t('workspace.title')}
        </TabLink>
        <TabLink to="/settings/members">{t('members.title')}</TabLink>
        {mayAdminister ? <TabLink to="/settings/api-keys">{t('apiKeys.title')}</TabLink> : null}
        <TabLink to="/settings/callouts">{t('callouts.title')}</TabLink>
        <TabLink to="/settings/records">{t('records.title')}</TabLink>
        <TabLink to="/settings/you">{t('you.title')}</TabLink>
      </TabLinks>
      <Outlet />
    </Page>
  )
}
