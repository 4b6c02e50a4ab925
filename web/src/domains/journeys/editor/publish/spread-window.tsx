import { NumberInput } from '@mantine/core'
import { spreadWindowMs } from '@tabiji/shared/engine/relocation/retime.ts'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'

/** What the server takes when nothing is said. */
export const usualSpreadMinutes = 5

export type SpreadWindowProps = {
  /** People who go on because of what was chosen. */
  people: number
  /** Whether that is how many at most: for some of them it takes a look at each. */
  isMost?: boolean
  /** Null while nothing is typed, which means as usual. */
  minutes: number | null
  max: number
  onChange: (minutes: number | null) => void
}

/** How long a crowd is spread over, as a rate, and what that comes to for the people in question. */
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
