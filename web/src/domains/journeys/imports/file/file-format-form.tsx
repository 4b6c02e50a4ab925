import { Button, Group, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileFormat } from '../import-types.ts'
import classes from '../imports.module.css'

const encodings = ['utf-8', 'shift_jis', 'utf-16le', 'utf-16be'] as const
const delimiters = ['comma', 'semicolon', 'tab', 'pipe'] as const
const headers = ['present', 'absent'] as const
const auto = 'auto'

/** Sets the format of a file where it was detected wrongly, and reads the file again. */
export function FileFormatForm({
  fileFormat,
  onRead,
}: {
  fileFormat: FileFormat
  onRead: (fileFormat: FileFormat) => void
}) {
  const { t } = useTranslation('imports')
  const [draft, setDraft] = useState(fileFormat)
  const set = (part: keyof FileFormat) => (value: string | null) =>
    setDraft({ ...draft, [part]: value === auto || value === null ? undefined : value })
  return (
    <div className={classes.reading}>
      <Text c="dimmed">{t('readAgainText')}</Text>
      <Group gap="sm" align="flex-end">
        <Select
          label={t('encoding')}
          w="10rem"
          data={[
            { value: auto, label: t('encodings.auto') },
            ...encodings.map((value) => ({ value, label: t(`encodings.${value}`) })),
          ]}
          value={draft.encoding ?? auto}
          onChange={set('encoding')}
        />
        <Select
          label={t('delimiter')}
          w="10rem"
          data={[
            { value: auto, label: t('delimiters.auto') },
            ...delimiters.map((value) => ({ value, label: t(`delimiters.${value}`) })),
          ]}
          value={draft.delimiter ?? auto}
          onChange={set('delimiter')}
        />
        <Select
          label={t('header')}
          w="12rem"
          data={[
            { value: auto, label: t('headers.auto') },
            ...headers.map((value) => ({ value, label: t(`headers.${value}`) })),
          ]}
          value={draft.header ?? auto}
          onChange={set('header')}
        />
        <Button variant="default" onClick={() => onRead(draft)}>
          {t('readAgainButton')}
        </Button>
      </Group>
    </div>
  )
}
