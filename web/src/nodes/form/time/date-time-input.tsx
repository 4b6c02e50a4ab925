import { TextInput } from '@mantine/core'
import { instantOfLocalTime, localTimeOf } from '@tabiji/shared/time/local-time.ts'
import { viewerTimeZone } from '../../../lib/format/format.ts'

export type DateTimeInputProps = {
  value: string | null
  onChange: (at: string | null) => void
  /** The zone of the clock time; the viewer's zone when absent. */
  timeZone?: string
  label?: string
  'aria-label'?: string
  description?: string
  placeholder?: string
}

/** A date and clock time in a zone. The value has an offset, so that it is the same instant everywhere. */
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
