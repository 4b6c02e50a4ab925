import { useTranslation } from 'react-i18next'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ButtonLink } from './links.tsx'
import { Page } from './page.tsx'
import { PageHeader } from './page-header.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Page>
      <PageHeader title={t('notFound.title')} />
      <EmptyState motif="lost" text={t('notFound.text')}>
        <ButtonLink to="/journeys">{t('notFound.button')}</ButtonLink>
      </EmptyState>
    </Page>
  )
}
