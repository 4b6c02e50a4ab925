import { Button, Popover, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import type { ImportPreview, FileFormat } from '../import-types.ts'
import classes from '../imports.module.css'
import { FileFormatForm } from './file-format-form.tsx'

const delimiterNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const

export type DetectedFormatProps = {
  preview: ImportPreview
  /** Null when the file is not available any more, after a reload of the page. */
  onRead: ((fileFormat: FileFormat) => void) | null
}

/** The detected format of the file, and a form to change it. */
export function DetectedFormat({ preview, onRead }: DetectedFormatProps) {
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
            <FileFormatForm
              fileFormat={dialect ? { encoding: dialect.encoding, delimiter: delimiterNames[dialect.delimiter] } : {}}
              onRead={(fileFormat) => {
                setOpened(false)
                onRead(fileFormat)
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
