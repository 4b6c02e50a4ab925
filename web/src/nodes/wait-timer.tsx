import { Chip, Group, Input, SegmentedControl, Select, TextInput } from '@mantine/core'
import type { WaitTimerConfig } from '@tabiji/shared/nodes/wait-timer.ts'
import { IconClock } from '@tabler/icons-react'
import { createFormat } from '../lib/format.ts'
import type { Language } from '../i18n/languages.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { type DraftConfig, defineNodeView, defineTexts, type NodeFormProps } from './define-node-view.tsx'
import { DateTimeInput } from './form/date-time-input.tsx'
import { describeDuration } from './form/describe-duration.ts'
import { DurationInput } from './form/duration-input.tsx'
import { FieldPicker } from './form/field-picker.tsx'
import classes from './form/form.module.css'
import { useNodeForm } from './form/node-form-context.tsx'

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
    zoneHint: (zone: string) => `Clock time in ${zone}, the journey’s time zone.`,
    field: 'Date field',
    offset: 'Relative to that date',
    offsets: { none: 'On the day', before: 'Before it', after: 'After it' },
    offsetAmount: 'How long before or after',
    weekdays: 'On these days',
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    from: 'From',
    to: 'To',
    windowHint: 'Whoever arrives inside these hours goes on at once; the others wait until they begin.',
    zone: 'Whose clock',
    zones: { journey: 'The journey’s time zone', participant: 'The person’s time zone, if known' },
  },
  ja: {
    mode: '待機の方法',
    modes: { duration: '一定の時間', until: '日時を指定', untilField: '参加者の日付まで', window: '時間帯まで' },
    amount: '待機時間',
    at: '日時',
    zoneHint: (zone: string) => `ジャーニーのタイムゾーン(${zone})の時刻です。`,
    field: '日付フィールド',
    offset: 'その日付との前後',
    offsets: { none: '当日', before: '前', after: '後' },
    offsetAmount: '前後の長さ',
    weekdays: '曜日',
    days: ['月', '火', '水', '木', '金', '土', '日'],
    from: '開始',
    to: '終了',
    windowHint: '時間帯の中に到着した参加者はすぐに進み、それ以外は次の開始まで待ちます。',
    zone: '基準の時計',
    zones: { journey: 'ジャーニーのタイムゾーン', participant: '参加者のタイムゾーン(分かる場合)' },
  },
})

type Draft = DraftConfig<'waitTimer'>
type Of<Mode extends WaitTimerConfig['mode']> = Partial<Extract<WaitTimerConfig, { mode: Mode }>>

export const waitTimer = defineNodeView('waitTimer', {
  icon: IconClock,
  category: 'time',
  texts: {
    en: {
      title: 'Wait timer',
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
      title: '待機タイマー',
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
  summary: (config, { language, fields }) => {
    const ja = language === 'ja'
    switch (config.mode) {
      case 'duration': {
        const { amount, unit } = config as Of<'duration'>
        if (amount === undefined) return ''
        const length = describeDuration({ amount, unit: unit ?? 'days' }, language)
        return ja ? `${length}待つ` : `Wait ${length}`
      }
      case 'until': {
        const { at } = config as Of<'until'>
        if (!at) return ''
        const time = createFormat(language, zoneOf(at)).dateTime(at)
        return ja ? `${time} まで待つ` : `Until ${time}`
      }
      case 'untilField':
        return untilFieldSummary(config as Of<'untilField'>, language, fields)
      case 'window': {
        const { weekdays = [], from = '', to = '' } = config as Of<'window'>
        return `${describeWeekdays(weekdays, language)} ${from}–${to}`
      }
      default:
        return ''
    }
  },
  Form: WaitTimerForm,
})

function untilFieldSummary(
  { field, offset }: Of<'untilField'>,
  language: Language,
  fields: readonly { key: string; label?: string | undefined }[],
): string {
  if (!field) return ''
  const name = fields.find(({ key }) => key === field)?.label || field
  if (!offset || offset.amount === 0) return language === 'ja' ? `${name} まで待つ` : `Until ${name}`
  const length = describeDuration({ amount: Math.abs(offset.amount), unit: offset.unit }, language)
  if (language === 'ja') return `${name} の ${length}${offset.amount < 0 ? '前' : '後'}まで待つ`
  return `Until ${length} ${offset.amount < 0 ? 'before' : 'after'} ${name}`
}

function describeWeekdays(weekdays: readonly number[], language: Language): string {
  const names = texts[language].days
  const sorted = weekdays.toSorted((a, b) => a - b)
  const [first, last] = [sorted[0] ?? 1, sorted.at(-1) ?? 1]
  const isRun = sorted.length > 2 && last - first === sorted.length - 1
  if (isRun) return `${names[first - 1]}–${names[last - 1]}`
  return sorted.map((day) => names[day - 1]).join(language === 'ja' ? '・' : ', ')
}

// The stored offset is the zone that the author meant.
function zoneOf(at: string): string {
  return /[+-]\d\d:\d\d$/.exec(at)?.[0] ?? 'UTC'
}

const fresh: Record<WaitTimerConfig['mode'], Draft> = {
  duration: { mode: 'duration', amount: 1, unit: 'days' },
  until: { mode: 'until' },
  untilField: { mode: 'untilField' },
  window: { mode: 'window', weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' },
}

function WaitTimerForm({ config, onChange }: NodeFormProps<'waitTimer'>) {
  const language = useLanguage()
  const text = texts[language]
  const { readOnly } = useNodeForm()
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
      {mode === 'duration' ? null : mode === 'until' ? null : (
        <Select
          label={text.zone}
          data={Object.entries(text.zones).map(([value, label]) => ({ value, label }))}
          value={config.timeZone ?? 'journey'}
          disabled={readOnly}
          onChange={(zone) => zone && onChange({ ...config, timeZone: zone as 'journey' | 'participant' })}
        />
      )}
    </div>
  )
}

function ModeForm({ config, onChange }: Pick<NodeFormProps<'waitTimer'>, 'config' | 'onChange'>) {
  const text = texts[useLanguage()]
  const { timeZone, readOnly } = useNodeForm()
  switch (config.mode) {
    case 'until': {
      const draft = config as Of<'until'>
      return (
        <DateTimeInput
          label={text.at}
          description={text.zoneHint(timeZone)}
          timeZone={timeZone}
          value={draft.at ?? null}
          onChange={(at) => onChange({ ...draft, at: at ?? undefined } as Draft)}
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
        </>
      )
    }
    case 'window': {
      const draft = config as Of<'window'>
      return (
        <>
          <Input.Wrapper label={text.weekdays}>
            <Chip.Group
              multiple
              value={(draft.weekdays ?? []).map(String)}
              onChange={(days) => onChange({ ...draft, weekdays: days.map(Number).toSorted((a, b) => a - b) } as Draft)}
            >
              <Group gap={4} mt={4}>
                {text.days.map((day, index) => (
                  <Chip key={day} value={String(index + 1)} size="xs" radius="sm" disabled={readOnly}>
                    {day}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </Input.Wrapper>
          <Group grow gap={8}>
            <TextInput
              label={text.from}
              type="time"
              value={draft.from ?? ''}
              readOnly={readOnly}
              onChange={(event) => onChange({ ...draft, from: event.currentTarget.value } as Draft)}
            />
            <TextInput
              label={text.to}
              type="time"
              value={draft.to ?? ''}
              readOnly={readOnly}
              onChange={(event) => onChange({ ...draft, to: event.currentTarget.value } as Draft)}
            />
          </Group>
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
