import { Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { issuesOf } from '../../../../lib/api/api-error.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { Notice } from '../../../../ui/feedback/notice.tsx'
import type { FileFormat } from '../import-types.ts'
import { FileFormatForm } from './file-format-form.tsx'
import type { UploadRequest } from './use-upload.ts'

/** Errors that another format of the file cannot fix. */
const notByReading: readonly string[] = [
  'csv.notText',
  'csv.empty',
  'csv.headerOnly',
  'csv.fileMissing',
  'csv.uploadBroken',
]

export type FileRefusalProps = {
  error: unknown
  sent: UploadRequest | undefined
  onRead: (file: File, fileFormat: FileFormat) => void
}

/** Why a file was refused, with a form to change its format where that can help. */
export function FileRefusal({ error, sent, onRead }: FileRefusalProps) {
  const { t } = useTranslation('imports')
  const issues = issuesOf(error)
  if (issues.length === 0)
    return <ErrorNotice error={error} {...(sent && { onRetry: () => onRead(sent.file, sent.fileFormat) })} />
  const isReadable = sent !== undefined && !issues.some(({ code }) => notByReading.includes(code))
  return (
    <>
      <Notice role="alert" tone="danger" icon={IconAlertCircle} title={t('refused', { name: sent?.file.name ?? '' })}>
        {issues.map(({ code, message }, index) => (
          <Text key={`${code} ${index}`}>{message}</Text>
        ))}
      </Notice>
      {isReadable ? (
        <FileFormatForm fileFormat={sent.fileFormat} onRead={(fileFormat) => onRead(sent.file, fileFormat)} />
      ) : null}
    </>
  )
}
