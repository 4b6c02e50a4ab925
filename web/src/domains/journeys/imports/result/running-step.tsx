import { Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import type { Import } from '../import-types.ts'
import classes from '../imports.module.css'

export function RunningStep({ running }: { running: Import }) {
  const { t } = useTranslation('imports')
  const format = useFormat()
  const { status, fileName, doneCount, rowCount, rowsPerSecond } = running
  const label = t(status === 'enrolling' ? 'enrolling' : status === 'checking' ? 'checking' : 'uploading', {
    name: fileName,
  })
  return (
    <div className={classes.progress} role="status">
      <div className={classes.progressWords}>
        <strong>{label}</strong>
        <span className={classes.muted}>
          {[
            t('progress', { done: format.number(doneCount), rows: format.number(rowCount) }),
            rowsPerSecond === null ? '' : t('rate', { rate: format.number(rowsPerSecond) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <Progress value={rowCount === 0 ? 0 : (doneCount / rowCount) * 100} animated aria-label={label} />
      <Text className={classes.muted}>{t(status === 'checking' ? 'checkText' : 'leave')}</Text>
    </div>
  )
}
