import { valueFormatSchema } from '@tabiji/shared/http-call/request/value-format.ts'
import { conditionSchema } from '@tabiji/shared/conditions/condition.ts'
import { isNodeKindName, type NodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import { durationSchema } from '@tabiji/shared/time/duration.ts'
import { sendTimesSchema } from '@tabiji/shared/time/send-times.ts'
import { quoted } from '../i18n/quoted.ts'
import type { SummaryContext } from './definition/define-node-view.tsx'
import { describeCondition } from './form/condition/describe-condition.ts'
import { describeDuration } from './form/time/describe-duration.ts'
import { describeFormat } from './form/describe-format.ts'
import { describeSendTimes } from './form/time/describe-send-times.ts'
import { describeWeekdays } from './form/time/describe-weekdays.ts'
import { describeZone } from './form/time/describe-zone.ts'
import { readableText } from './form/text/readable-text.ts'
import { nodeView } from './node-view.ts'
import { innerSettingTexts, type SettingTexts } from './definition/setting-texts.ts'

type SettingPlace = { kind: string; path: readonly string[] }

/** The name of a setting: `Subject`, `Branch “Happy”, condition`. `named` returns the name of a branch by its id. */
export function settingLabel(
  { kind, path }: SettingPlace,
  context: SummaryContext,
  named: (part: string) => string | undefined,
): string {
  const { locale } = context
  const [head = '', name, ...rest] = path
  const own = settingTextsOf(kind, head)?.[locale] ?? head
  if (name === undefined) return own
  // The `survey` setting is not a list of named entries.
  const inner = (part: string) => innerSettingTexts[part]?.[locale]
  if (inner(name) !== undefined && rest.length === 0) return inner(name)!
  const called = named(name) ?? context.fields.find(({ key }) => key === name)?.label ?? name
  const thing = locale === 'ja' ? `${own}「${called}」` : `${own} “${called}”`
  const tail = rest.map((part) => inner(part) ?? part).join(locale === 'ja' ? '・' : ', ')
  if (tail === '') return thing
  return locale === 'ja' ? `${thing}の${tail}` : `${thing}, ${tail}`
}

/** Whether a setting is explained only by the node's summary. */
export function isPartOfSummary({ kind, path: [head = ''] }: SettingPlace): boolean {
  return isNodeKindName(kind) && settingsOf(kind)[head] === 'summary'
}

/** The value of a setting in words; null when there is none. */
export function settingValue(value: unknown, { kind, path }: SettingPlace, context: SummaryContext): string | null {
  const { locale, fields, labelOf, externalActions, eventEndpoints } = context
  const part = path.at(-1) ?? ''
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return locale === 'ja' ? (value ? 'はい' : 'いいえ') : value ? 'yes' : 'no'
  if (typeof value === 'number') return new Intl.NumberFormat(locale === 'ja' ? 'ja-JP' : 'en-GB').format(value)
  if (typeof value === 'string') {
    const words = (path.length === 1 ? settingTextsOf(kind, part) : innerSettingTexts[part])?.values?.[value]
    if (words) return words[locale]
    if (part === 'externalActionId') return externalActions?.get(value)?.name ?? value
    if (part === 'endpointId') return eventEndpoints?.get(value)?.name ?? value
    if (part === 'node') return labelOf(value)
    if (part === 'timeZone') return describeZone(value, locale)
    if (part === 'scoreField' || part === 'commentField' || part === 'field') return fieldLabel(value, fields)
    return quoted(shortened(readableText(part === 'body' ? withoutTags(value) : value, context)), locale)
  }
  if (Array.isArray(value)) {
    if (part === 'weekdays') return describeWeekdays(value.filter(Number.isInteger) as number[], locale)
    return listOf(value.map((item) => settingValue(item, { kind, path: [...path, ''] }, context)))
  }
  return describeObject(value as Record<string, unknown>, { kind, path }, context)
}

function describeObject(value: Record<string, unknown>, place: SettingPlace, context: SummaryContext): string | null {
  const { locale } = context
  const duration = durationSchema.safeParse(value)
  if (duration.success) return describeDuration(duration.data, locale)
  const times = 'weekdays' in value ? sendTimesSchema.safeParse(value) : null
  if (times?.success) return describeSendTimes(times.data, locale)
  const condition = conditionSchema.safeParse(value)
  if (condition.success) return describeCondition(condition.data, context) || null
  if (typeof value.template === 'string') return settingValue(value.template, place, context)
  if (value.from === 'field' && typeof value.field === 'string') return mappedField(value.field, value.format, context)
  if ('from' in value) return settingValue(value.value, place, context)
  // A branch, an assignment or a value to keep: its name, then its content.
  const { id: _id, ...parts } = value
  return listOf(
    Object.entries(parts).map(([part, inner]) =>
      settingValue(inner, { ...place, path: [...place.path, part] }, context),
    ),
  )
}

function listOf(parts: readonly (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(', ') || null
}

function settingTextsOf(kind: string, setting: string): SettingTexts | undefined {
  if (!isNodeKindName(kind)) return undefined
  const texts = settingsOf(kind)[setting]
  return texts === 'summary' ? undefined : texts
}

function settingsOf(kind: NodeKindName): Partial<Record<string, SettingTexts | 'summary'>> {
  return nodeView(kind).settings
}

function mappedField(key: string, format: unknown, { fields, locale }: SummaryContext): string {
  const label = fieldLabel(key, fields)
  const written = valueFormatSchema.safeParse(format)
  if (!written.success) return label
  const type = fields.find((field) => field.key === key)?.type
  const words = describeFormat(written.data, type, locale)
  return locale === 'ja' ? `${label}（${words}）` : `${label} (${words})`
}

function fieldLabel(key: string, fields: SummaryContext['fields']): string {
  return fields.find((field) => field.key === key)?.label || key
}

function withoutTags(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ')
}

const mostShown = 160

function shortened(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text
}
