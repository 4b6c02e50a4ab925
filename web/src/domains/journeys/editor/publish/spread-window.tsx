import { NumberInput } from '@mantine/core'
import { spreadWindowMs } from '@tabiji/shared/engine/relocation/retime.ts'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'

/** The default of the server. */
export const usualSpreadMinutes = 5

export type SpreadWindowProps = {
  /** Enrollments that continue because of the choice. */
  people: number
  /** Whether `people` is an upper bound, because the exact number needs a check of each. */
  isMost?: boolean
  /** Null while nothing is typed, which means the default. */
  minutes: number | null
  max: number
  onChange: (minutes: number | null) => void
}

/** The time over which enrollments are spread, as a rate, and the resulting time for this number. */
export function SpreadWindow({ people, isMost = false, minutes, max, onChange }: SpreadWindowProps) {
  const { t } = useTranslation('editor')
  const format = useFormat()
  const windowMs = spreadWindowMs(people, (minutes ?? usualSpreadMinutes) * 60_000)
  const values = { count: people, people: format.number(people), time: format.duration(windowMs) }
  return (
    <NumberInput
      label={t('spread.label')}
      description={
        windowMs < 1000 ? t('spread.atOnce', values) : isMost ? t('spread.most', values) : t('spread.over', values)
      }
      suffix={t('spread.unit')}
      inputWrapperOrder={['label', 'input', 'description']}
      value={minutes ?? ''}
      placeholder={`${usualSpreadMinutes}${t('spread.unit')}`}
      min={0}
      max={max}
      decimalScale={1}
      allowNegative={false}
      clampBehavior="strict"
      onChange={(value) => onChange(typeof value === 'number' ? value : null)}
    />
  )
}
