import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isNotFound } from '../../lib/api/api-error.ts'
import { ErrorNotice } from '../feedback/error-notice.tsx'
import { NotFound } from './not-found.tsx'
import { Page } from './page.tsx'
import { PageHeader } from './page-header.tsx'

/** Shown by the router when a page threw an error. */
export function ErrorPage({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t } = useTranslation()
  const router = useRouter()
  if (isNotFound(error)) return <NotFound />
  return (
    <Page width="narrow">
      <PageHeader title={t('error.page')} />
      <ErrorNotice
        error={error}
        onRetry={() => {
          reset?.()
          void router.invalidate()
        }}
      />
    </Page>
  )
}
