import { Button, Text } from '@mantine/core'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { Notice } from '../../../../ui/feedback/notice.tsx'
import type { Import } from '../import-types.ts'
import classes from '../imports.module.css'

export function FailedStep({ failed, onAnother }: { failed: Import; onAnother: () => void }) {
  const { t } = useTranslation('imports')
  const locale = useLocale()
  return (
    <>
      <Notice role="alert" tone="danger" icon={IconAlertCircle} title={t('failedTitle', { name: failed.fileName })}>
        {failed.issues.map((issue, index) => (
          <Text key={`${issue.code} ${index}`}>{formatIssue(issue, locale)}</Text>
        ))}
      </Notice>
      <div className={classes.actions}>
        <Button onClick={onAnother}>{t('another')}</Button>
      </div>
    </>
  )
}
