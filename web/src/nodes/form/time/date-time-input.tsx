import { TextInput } from '@mantine/core'
import { instantOfLocalTime, localTimeOf } from '@tabiji/shared/time/local-time.ts'
import { viewerTimeZone } from '../../../lib/format/format.ts'

export type DateTimeInputProps = {
  value: string | null
  onChange: (at: string | null) => void
  /** Zone the clock time is meant in; the reader's own when missing. */
  timeZone?: string
  label?: string
  'aria-label'?: string
  description?: string
  placeholder?: string
}

/** A moment as date and clock time of a zone; kept with its offset, so that it stays one moment everywhere. */
export function DateTimeInput({ value, onChange, timeZone = viewerTimeZone(), ...props }: DateTimeInputProps) {
  return (
    <TextInput
      {...props}
      type="datetime-local"
      value={value === null ? '' : (localTimeOf(value, timeZone) ?? '')}
      onChange={(event) => onChange(instantOfLocalTime(event.currentTarget.value, timeZone))}
    />
  )
}
