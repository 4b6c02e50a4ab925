import { Chip, Group, Input, TextInput } from '@mantine/core'
import type { TimeWindow } from '@tabiji/shared/time/calendar.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { weekdayNames } from './describe-weekdays.ts'
import { useNodeForm } from '../node-form-context.tsx'

export type WindowFieldsProps = { value: Partial<TimeWindow>; onChange: (window: Partial<TimeWindow>) => void }

/** Hours of certain weekdays. An end before the start is on the next day. */
export function WindowFields({ value, onChange }: WindowFieldsProps) {
  const { t } = useTranslation('nodes')
  const locale = useLocale()
  const { readOnly } = useNodeForm()
  const { weekdays = [], from = '', to = '' } = value
  return (
    <>
      <Input.Wrapper
        label={t('window.weekdays')}
        labelElement="div"
        error={weekdays.length === 0 ? t('window.noDay') : undefined}
      >
        <Chip.Group
          multiple
          value={weekdays.map(String)}
          onChange={(days) => onChange({ ...value, weekdays: days.map(Number).toSorted((a, b) => a - b) })}
        >
          <Group gap={4} mt={4} role="group" aria-label={t('window.weekdays')}>
            {weekdayNames[locale].map((day, index) => (
              <Chip key={day} value={String(index + 1)} size="xs" radius="sm" disabled={readOnly}>
                {day}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <Group grow gap={8} align="flex-start">
        <TextInput
          label={t('window.from')}
          type="time"
          value={from}
          readOnly={readOnly}
          onChange={(event) => onChange({ ...value, from: event.currentTarget.value })}
        />
        <TextInput
          label={t('window.to')}
          type="time"
          // 24:00 is not a valid clock time of the input.
          value={to === '24:00' ? '00:00' : to}
          description={to !== '' && to !== '24:00' && to < from ? t('window.nextDay') : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          error={from !== '' && from === to ? t('window.same') : undefined}
          readOnly={readOnly}
          onChange={(event) => {
            const end = event.currentTarget.value
            onChange({ ...value, to: end === '00:00' ? '24:00' : end })
          }}
        />
      </Group>
    </>
  )
}
