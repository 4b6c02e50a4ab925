import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../lib/session/session.ts'
import { Page } from '../../ui/layout/page.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { TabLink, TabLinks } from '../../ui/layout/tab-links.tsx'

export function ActivityPage(): ReactNode {
  const { t } = useTranslation(['activity', 'callouts', 'mails'])
  const isAdmin = useHasRole('admin')
  return (
    <Page>
      <PageHeader title={t('activity:title')} />
      <TabLinks label={t('activity:title')}>
        {isAdmin ? (
          <TabLink to="/activity" activeOptions={{ exact: true }}>
            {t('activity:auditLog')}
          </TabLink>
        ) : null}
        <TabLink to="/activity/callouts" search={{}}>
          {t('callouts:all')}
        </TabLink>
        <TabLink to="/activity/mails" search={{}}>
          {t('mails:title')}
        </TabLink>
      </TabLinks>
      <Outlet />
    </Page>
  )
}
