import { Button, Text } from '@mantine/core'
import { IconAlertCircle, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isApiError } from '../../lib/api/api-error.ts'
import classes from './error-notice.module.css'

export type ErrorNoticeProps = {
  error: unknown
  onRetry?: () => void
  /** Paths of issues that the form shows beside their fields. */
  shownElsewhere?: readonly string[]
}

const issuesShown = 5

/**
 * An error in words: what happened, where, and what to do. Accepts anything that was thrown; only texts of our server
 * are shown unchanged.
 */
export function ErrorNotice({ error, onRetry, shownElsewhere = [] }: ErrorNoticeProps) {
  const { t } = useTranslation()
  const data = isApiError(error) ? error.data : undefined
  const issues = (data?.issues ?? []).filter((issue) => !shownElsewhere.includes(issue.path))
  const more = issues.length - issuesShown
  const detail =
    data && isApiError(error) ? error.message : isApiError(error) ? t('error.network') : t('error.unexpected')
  return (
    <div role="alert" className={classes.notice}>
      <IconAlertCircle size={18} stroke={1.5} className={classes.icon} aria-hidden="true" />
      <div className={classes.body}>
        <Text fw={600}>{data?.title ?? t('error.title')}</Text>
        <Text>{detail}</Text>
        {issues.length > 0 ? (
          <ul className={classes.issues}>
            {issues.slice(0, issuesShown).map((issue, index) => (
              <li key={`${issue.path}-${issue.code}-${index}`}>{issue.message}</li>
            ))}
            {more > 0 ? <li>{t('error.moreIssues', { count: more })}</li> : null}
          </ul>
        ) : null}
        {onRetry ? (
          <div>
            <Button variant="default" size="xs" leftSection={<IconRefresh size={14} stroke={1.5} />} onClick={onRetry}>
              {t('action.retry')}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  )
}
