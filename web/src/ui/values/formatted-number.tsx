import { useFormat } from '../../lib/format/use-format.ts'

/** A number with the separators of the locale and tabular figures. */
export function FormattedNumber({ value, as = 'number' }: { value: number; as?: 'number' | 'percent' | 'duration' }) {
  const format = useFormat()
  const text =
    as === 'percent' ? format.percent(value) : as === 'duration' ? format.duration(value) : format.number(value)
  return <span className="tj-num">{text}</span>
}
