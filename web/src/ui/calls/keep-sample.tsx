import { Button } from '@mantine/core'
import { IconBookmark, IconBookmarkFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './keep-sample.module.css'

export type KeepSampleProps = { isKept: boolean; busy: boolean; onKeep: () => void }

/** Stores the reply above as the sample, so that later steps can be tested without another call. */
export function KeepSample({ isKept, busy, onKeep }: KeepSampleProps) {
  const { t } = useTranslation('externalActions')
  return (
    <div className={classes.keep}>
      <Button
        variant="default"
        size="xs"
        leftSection={isKept ? <IconBookmarkFilled size={14} /> : <IconBookmark size={14} stroke={1.5} />}
        loading={busy}
        disabled={isKept}
        onClick={onKeep}
      >
        {t(isKept ? 'sample.isKept' : 'sample.keep')}
      </Button>
      <span className={classes.hint}>{t('sample.hint')}</span>
    </div>
  )
}
