import { Switch } from '@mantine/core'
import type { SendTimes } from '@tabiji/shared/time/send-times.ts'
import { useTranslation } from 'react-i18next'
import classes from '../form.module.css'
import { useNodeForm } from '../node-form-context.tsx'
import { WindowFields } from './window-fields.tsx'
import { ZonePicker } from './zone-picker.tsx'

export type SendTimesInputProps = {
  value: SendTimes | null
  onChange: (times: SendTimes | null) => void
  /** What is deferred until the hours begin. */
  what: 'mails' | 'calls'
}

const businessHours: SendTimes = { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', zone: 'journey' }

/** The hours in which a step may send or call. Outside of them, enrollments are deferred at it. */
export function SendTimesInput({ value, onChange, what }: SendTimesInputProps) {
  const { t } = useTranslation('nodes')
  const { readOnly } = useNodeForm()
  return (
    <div className={classes.stack}>
      <Switch
        label={t(`sendTimes.${what}`)}
        description={t(value ? 'sendTimes.hint' : 'sendTimes.anyTime')}
        checked={value !== null}
        disabled={readOnly}
        onChange={(event) => onChange(event.currentTarget.checked ? businessHours : null)}
      />
      {value ? (
        <>
          {/* An emptied input stays empty; an issue then says what is missing. */}
          <WindowFields value={value} onChange={(window) => onChange({ ...value, ...window })} />
          <ZonePicker value={value.zone} onChange={(zone) => onChange({ ...value, zone })} />
        </>
      ) : null}
    </div>
  )
}
