import { Input, SegmentedControl, Select, TextInput } from '@mantine/core'
import type { WaitTimerConfig } from '@tabiji/shared/nodes/wait-timer.ts'
import { instantOfLocalTime, localTimeOf } from '@tabiji/shared/time/local-time.ts'
import type { ZoneChoice } from '@tabiji/shared/time/zone-choice.ts'
import { IconClock } from '@tabler/icons-react'
import { createFormat } from '../../lib/format/format.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { type DraftConfig, defineNodeView, type NodeFormProps } from '../definition/define-node-view.tsx'
import { describeDuration } from '../form/time/describe-duration.ts'
import { describeWeekdays } from '../form/time/describe-weekdays.ts'
import { DurationInput } from '../form/time/duration-input.tsx'
import { FieldPicker } from '../form/field/field-picker.tsx'
import classes from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'
import { WindowFields } from '../form/time/window-fields.tsx'
import { ZonePicker } from '../form/time/zone-picker.tsx'
import { commonSettings } from '../definition/setting-texts.ts'

const texts = defineTexts({
  en: {
    mode: 'Wait',
    modes: {
      duration: 'For a time',
      until: 'Until a date',
      untilField: 'Until a date of the person',
      window: 'For working hours',
    },
    amount: 'How long',
    at: 'Date and time',
    field: 'Date field',
    offset: 'Relative to that date',
    offsets: { none: 'On the day', before: 'Before it', after: 'After it' },
    offsetAmount: 'How long before or after',
    time: 'Time of day',
    timeHint: 'Empty is when the day begins, or the time that the field itself holds.',
    windowHint: 'Whoever arrives inside these hours goes on at once; the others wait until they begin.',
  },
  ja: {
    mode: '待機の方法',
    modes: { duration: '一定の時間', until: '日時を指定', untilField: '参加者の日付まで', window: '時間帯まで' },
    amount: '待機時間',
    at: '日時',
    field: '日付フィールド',
    offset: 'その日付との前後',
    offsets: { none: '当日', before: '前', after: '後' },
    offsetAmount: '前後の長さ',
    time: '時刻',
    timeHint: '空のままにすると、その日の始まり、またはフィールドが持つ時刻になります。',
    windowHint: '時間帯の中に到着した参加者はすぐに進み、それ以外は次の開始まで待ちます。',
  },
})

type Draft = DraftConfig<'waitTimer'>
type Of<Mode extends WaitTimerConfig['mode']> = Partial<Extract<WaitTimerConfig, { mode: Mode }>>

export const waitTimer = defineNodeView('waitTimer', {
  icon: IconClock,
  category: 'time',
  texts: {
    en: {
      description: 'Waits for a time or until a date',
      outlets: { next: 'Next' },
      parts: {
        amount: 'how long to wait',
        at: 'the date and time',
        field: 'the date field',
        offset: 'the time before or after',
        weekdays: 'the days',
        from: 'the beginning',
        to: 'the end',
      },
    },
    ja: {
      description: '一定の時間、または日時まで待つ',
      outlets: { next: '次へ' },
      parts: {
        amount: '待機時間',
        at: '日時',
        field: '日付フィールド',
        offset: '前後の長さ',
        weekdays: '曜日',
        from: '開始',
        to: '終了',
      },
    },
  },
  settings: {
    mode: 'summary',
    timeZone: commonSettings.timeZone,
    amount: 'summary',
    unit: 'summary',
    at: 'summary',
    field: 'summary',
    offset: 'summary',
    time: 'summary',
    weekdays: 'summary',
    from: 'summary',
    to: 'summary',
  },
  summary: (config, { locale, fields }) => {
    const ja = locale === 'ja'
    switch (config.mode) {
      case 'duration': {
        const { amount, unit } = config as Of<'duration'>
        if (amount === undefined) return ''
        const length = describeDuration({ amount, unit: unit ?? 'days' }, locale)
        return ja ? `${length}待つ` : `Wait ${length}`
      }
      case 'until': {
        const { at } = config as Of<'until'>
        if (!at) return ''
        const time = describeMoment(at, locale)
        return ja ? `${time} まで待つ` : `Until ${time}`
      }
      case 'untilField':
        return untilFieldSummary(config as Of<'untilField'>, locale, fields)
      case 'window': {
        const { weekdays = [], from = '', to = '' } = config as Of<'window'>
        return `${describeWeekdays(weekdays, locale)} ${from}–${to}`
      }
      default:
        return ''
    }
  },
  Form: WaitTimerForm,
})

function untilFieldSummary(
  { field, offset, time }: Of<'untilField'>,
  locale: Locale,
  fields: readonly { key: string; label?: string | undefined }[],
): string {
  if (!field) return ''
  const label = fields.find(({ key }) => key === field)?.label || field
  const name = time ? `${label}${locale === 'ja' ? ' ' : ' at '}${time}` : label
  if (!offset || offset.amount === 0) return locale === 'ja' ? `${name} まで待つ` : `Until ${name}`
  const length = describeDuration({ amount: Math.abs(offset.amount), unit: offset.unit }, locale)
  if (locale === 'ja') return `${name} の ${length}${offset.amount < 0 ? '前' : '後'}まで待つ`
  return `Until ${length} ${offset.amount < 0 ? 'before' : 'after'} ${name}`
}

const offset = /(?:[+-]\d\d:\d\d|Z)$/

/**
 * A time as its author entered it: in the zone of its stored offset, or without an offset as the local time of each
 * participant.
 */
function describeMoment(at: string, locale: Locale): string {
  const written = offset.exec(at)?.[0]
  if (written === undefined) return createFormat(locale, 'UTC').dateTime(`${at}Z`)
  return createFormat(locale, written === 'Z' ? 'UTC' : written).dateTime(at)
}

const fresh: Record<WaitTimerConfig['mode'], Draft> = {
  duration: { mode: 'duration', amount: 1, unit: 'days' },
  until: { mode: 'until' },
  untilField: { mode: 'untilField' },
  window: { mode: 'window', weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' },
}

function WaitTimerForm({ config, onChange }: NodeFormProps<'waitTimer'>) {
  const locale = useLocale()
  const text = texts[locale]
  const { readOnly, timeZone } = useNodeForm()
  const mode = config.mode ?? 'duration'
  return (
    <div className={classes.stack}>
      <Select
        label={text.mode}
        data={Object.entries(text.modes).map(([value, label]) => ({ value, label }))}
        value={mode}
        disabled={readOnly}
        onChange={(next) =>
          next &&
          onChange({
            ...fresh[next as WaitTimerConfig['mode']],
            ...(config.timeZone ? { timeZone: config.timeZone } : {}),
          } as Draft)
        }
      />
      <ModeForm config={config} onChange={onChange} />
      {hasClock(config) ? (
        <ZonePicker
          value={config.timeZone ?? 'journey'}
          onChange={(zone) => onChange(inZone(config, zone, timeZone))}
        />
      ) : null}
    </div>
  )
}

/**
 * Hours have the same length everywhere. Days depend on the zone, because clock changes make them longer or shorter.
 */
function hasClock(config: Draft): boolean {
  const { unit = 'days' } = config as Of<'duration'>
  return (config.mode ?? 'duration') !== 'duration' || unit === 'days' || unit === 'weeks'
}

/**
 * The same clock time in another zone. A named zone gives one instant for all participants; the participant's own zone
 * does not.
 */
function inZone(config: Draft, zone: ZoneChoice, journeyZone: string): Draft {
  const { at } = config as Of<'until'>
  if (config.mode !== 'until' || !at) return { ...config, timeZone: zone } as Draft
  const local = clockTimeOf(at, config.timeZone ?? 'journey', journeyZone)
  return { ...config, timeZone: zone, at: local === null ? undefined : momentOf(local, zone, journeyZone) } as Draft
}

function clockTimeOf(at: string, zone: ZoneChoice, journeyZone: string): string | null {
  return offset.test(at) ? localTimeOf(at, certainZone(zone, journeyZone)) : at.slice(0, 16)
}

function momentOf(local: string, zone: ZoneChoice, journeyZone: string): string | undefined {
  if (zone === 'participant') return local === '' ? undefined : `${local}:00`
  return instantOfLocalTime(local, certainZone(zone, journeyZone)) ?? undefined
}

function certainZone(zone: ZoneChoice, journeyZone: string): string {
  return zone === 'journey' || zone === 'participant' ? journeyZone : zone
}

function ModeForm({ config, onChange }: Pick<NodeFormProps<'waitTimer'>, 'config' | 'onChange'>) {
  const text = texts[useLocale()]
  const { timeZone, readOnly } = useNodeForm()
  switch (config.mode) {
    case 'until': {
      const draft = config as Of<'until'>
      const zone = draft.timeZone ?? 'journey'
      return (
        <TextInput
          type="datetime-local"
          label={text.at}
          value={draft.at ? (clockTimeOf(draft.at, zone, timeZone) ?? '') : ''}
          readOnly={readOnly}
          onChange={(event) => onChange({ ...draft, at: momentOf(event.currentTarget.value, zone, timeZone) } as Draft)}
        />
      )
    }
    case 'untilField': {
      const draft = config as Of<'untilField'>
      const amount = draft.offset?.amount ?? 0
      const side = amount < 0 ? 'before' : amount > 0 ? 'after' : 'none'
      const sign = side === 'before' ? -1 : 1
      return (
        <>
          <FieldPicker
            label={text.field}
            types={['date', 'dateTime']}
            value={draft.field ?? null}
            onChange={(field) => onChange({ ...draft, field } as Draft)}
          />
          <Input.Wrapper label={text.offset}>
            <SegmentedControl
              fullWidth
              data={Object.entries(text.offsets).map(([value, label]) => ({ value, label }))}
              value={side}
              disabled={readOnly}
              onChange={(next) => {
                const length = { amount: Math.abs(amount) || 1, unit: draft.offset?.unit ?? ('days' as const) }
                const offset =
                  next === 'none' ? null : { ...length, amount: length.amount * (next === 'before' ? -1 : 1) }
                onChange({ ...draft, offset } as Draft)
              }}
            />
          </Input.Wrapper>
          {draft.offset ? (
            <DurationInput
              label={text.offsetAmount}
              value={{ ...draft.offset, amount: Math.abs(amount) }}
              onChange={({ amount: next = 0, unit = 'days' }) =>
                onChange({ ...draft, offset: { amount: next * sign, unit } } as Draft)
              }
            />
          ) : null}
          <TextInput
            type="time"
            label={text.time}
            description={text.timeHint}
            value={draft.time ?? ''}
            readOnly={readOnly}
            onChange={(event) => onChange({ ...draft, time: event.currentTarget.value || null } as Draft)}
          />
        </>
      )
    }
    case 'window': {
      const draft = config as Of<'window'>
      return (
        <>
          <WindowFields value={draft} onChange={(window) => onChange({ ...draft, ...window } as Draft)} />
          <p className={classes.hint}>{text.windowHint}</p>
        </>
      )
    }
    default: {
      const draft = config as Of<'duration'>
      return (
        <DurationInput
          label={text.amount}
          value={draft}
          onChange={({ amount, unit }) => onChange({ ...draft, mode: 'duration', amount, unit } as Draft)}
        />
      )
    }
  }
}
