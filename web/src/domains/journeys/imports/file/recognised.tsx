import { Button, Popover, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import type { ImportPreview, Reading } from '../import-types.ts'
import classes from '../imports.module.css'
import { ReadingForm } from './reading-form.tsx'

const delimiterNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const

export type RecognisedProps = {
  preview: ImportPreview
  /** Null when the file is no longer at hand, after the page was loaded again. */
  onRead: ((reading: Reading) => void) | null
}

/** What the file was taken for, and the way to have it read differently. */
export function Recognised({ preview, onRead }: RecognisedProps) {
  const { t } = useTranslation('imports')
  const format = useFormat()
  const [opened, setOpened] = useState(false)
  const { dialect } = preview
  return (
    <div className={classes.recognised} role="group" aria-label={t('recognised')}>
      <span className={classes.fileName}>{preview.fileName}</span>
      <span className={classes.facts}>
        <span>{t('rows', { count: preview.rowCount, number: format.number(preview.rowCount) })}</span>
        {dialect ? (
          <>
            <span>{t(`encodings.${dialect.encoding}`)}</span>
            <span>
              {t('delimiter')}: {t(`delimiters.${delimiterNames[dialect.delimiter]}`)}
            </span>
            <span>
              {t('header')}: {t(dialect.hasHeader ? 'headers.present' : 'headers.absent')}
            </span>
          </>
        ) : null}
      </span>
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={700} trapFocus returnFocus>
        <Popover.Target>
          <Button variant="subtle" size="compact-sm" onClick={() => setOpened(!opened)}>
            {t('readAgain')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          {onRead ? (
            <ReadingForm
              reading={dialect ? { encoding: dialect.encoding, delimiter: delimiterNames[dialect.delimiter] } : {}}
              onRead={(reading) => {
                setOpened(false)
                onRead(reading)
              }}
            />
          ) : (
            <Text>{t('readAgainFile')}</Text>
          )}
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}
