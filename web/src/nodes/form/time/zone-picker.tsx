import { Select } from '@mantine/core'
import { isZoneChoice, type ZoneChoice } from '@tabiji/shared/time/zone-choice.ts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNodeForm } from '../node-form-context.tsx'

export type ZonePickerProps = { value: ZoneChoice; onChange: (zone: ZoneChoice) => void }

/** Chooses the time zone: the journey's, each participant's, or a named one. */
export function ZonePicker({ value, onChange }: ZonePickerProps) {
  const { t } = useTranslation('nodes')
  const { timeZone, readOnly } = useNodeForm()
  const zones = useMemo(() => {
    const known = ['UTC', ...Intl.supportedValuesOf('timeZone')]
    const isOther = value !== 'journey' && value !== 'participant'
    return [...new Set(isOther ? [...known, value] : known)].map((zone) => ({ value: zone, label: zone }))
  }, [value])
  return (
    <Select
      label={t('zone.label')}
      description={
        value === 'participant' ? t('zone.participantHint', { zone: timeZone, field: 'timeZone' }) : undefined
      }
      data={[
        {
          group: t('zone.usual'),
          items: [
            { value: 'journey', label: t('zone.journey', { zone: timeZone }) },
            { value: 'participant', label: t('zone.participant') },
          ],
        },
        { group: t('zone.named'), items: zones },
      ]}
      value={value}
      searchable
      nothingFoundMessage={t('zone.nothing')}
      allowDeselect={false}
      disabled={readOnly}
      error={isZoneChoice(value) ? undefined : t('zone.unknown')}
      onChange={(zone) => zone && onChange(zone)}
    />
  )
}
