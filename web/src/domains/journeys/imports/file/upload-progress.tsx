import { Button, Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { formatBytes } from '../../../../lib/format/format-bytes.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import classes from '../imports.module.css'

export function UploadProgress({ file, share, onCancel }: { file: File; share: number; onCancel: () => void }) {
  const { t } = useTranslation('imports')
  const format = useFormat()
  const locale = useLocale()
  const isSent = share >= 1
  return (
    <div className={classes.progress} role="status">
      <div className={classes.progressWords}>
        <strong>{isSent ? t('reading') : t('uploading', { name: file.name })}</strong>
        <span className={classes.muted}>
          {t('uploadProgress', { share: format.percent(share), size: formatBytes(file.size, locale) })}
        </span>
      </div>
      <Progress value={share * 100} animated={isSent} aria-label={t('uploading', { name: file.name })} />
      <div className={classes.actions}>
        <Button variant="default" size="xs" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  )
}
