import {
  type Condition,
  type FieldTest,
  type Operand,
  signalDeclarations,
  type SignalTest,
} from '@tabiji/shared/conditions/condition.ts'
import { isOffset } from '@tabiji/shared/conditions/operand.ts'
import { outputSubject } from '@tabiji/shared/conditions/output-subject.ts'
import type { OperatorName } from '@tabiji/shared/conditions/operators.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { SummaryContext } from '../../definition/define-node-view.tsx'
import { describeDuration, describeOffset } from '../time/describe-duration.ts'

type Sentence = (field: string, value: string) => string

/** Complete sentences, because Japanese puts the comparison after the value. */
const sentences: Record<OperatorName, Record<Locale, Sentence>> = {
  eq: { en: (field, value) => `${field} is ${value}`, ja: (field, value) => `${field} が ${value}` },
  neq: { en: (field, value) => `${field} is not ${value}`, ja: (field, value) => `${field} が ${value} 以外` },
  gt: {
    en: (field, value) => `${field} is more than ${value}`,
    ja: (field, value) => `${field} が ${value} より大きい`,
  },
  gte: { en: (field, value) => `${field} is at least ${value}`, ja: (field, value) => `${field} が ${value} 以上` },
  lt: {
    en: (field, value) => `${field} is less than ${value}`,
    ja: (field, value) => `${field} が ${value} より小さい`,
  },
  lte: { en: (field, value) => `${field} is at most ${value}`, ja: (field, value) => `${field} が ${value} 以下` },
  between: {
    en: (field, value) => `${field} is between ${value}`,
    ja: (field, value) => `${field} が ${value} の範囲内`,
  },
  contains: { en: (field, value) => `${field} contains ${value}`, ja: (field, value) => `${field} が ${value} を含む` },
  startsWith: {
    en: (field, value) => `${field} starts with ${value}`,
    ja: (field, value) => `${field} が ${value} で始まる`,
  },
  endsWith: {
    en: (field, value) => `${field} ends with ${value}`,
    ja: (field, value) => `${field} が ${value} で終わる`,
  },
  in: { en: (field, value) => `${field} is one of ${value}`, ja: (field, value) => `${field} が ${value} のいずれか` },
  notIn: {
    en: (field, value) => `${field} is none of ${value}`,
    ja: (field, value) => `${field} が ${value} のいずれでもない`,
  },
  isEmpty: { en: (field) => `${field} has no value`, ja: (field) => `${field} に値がない` },
  isNotEmpty: { en: (field) => `${field} has a value`, ja: (field) => `${field} に値がある` },
  before: { en: (field, value) => `${field} is before ${value}`, ja: (field, value) => `${field} が ${value} より前` },
  after: { en: (field, value) => `${field} is after ${value}`, ja: (field, value) => `${field} が ${value} より後` },
  withinLast: {
    en: (field, value) => `${field} is within the last ${value}`,
    ja: (field, value) => `${field} が過去 ${value} 以内`,
  },
  includesAny: {
    en: (field, value) => `${field} includes any of ${value}`,
    ja: (field, value) => `${field} が ${value} のいずれかを含む`,
  },
  includesAll: {
    en: (field, value) => `${field} includes all of ${value}`,
    ja: (field, value) => `${field} が ${value} のすべてを含む`,
  },
}

type Context = Pick<SummaryContext, 'locale' | 'fields' | 'labelOf'>

/** A condition in one line: `Score is at least 9 and Plan is pro`. Empty for an empty group. */
export function describeCondition(condition: Condition, context: Context): string {
  const { locale } = context
  if ('all' in condition) return joined(condition.all, locale === 'ja' ? ' かつ ' : ' and ', context)
  if ('any' in condition) return joined(condition.any, locale === 'ja' ? ' または ' : ' or ', context)
  if ('not' in condition) {
    const inner = describeCondition(condition.not, context)
    if (inner === '') return ''
    return locale === 'ja' ? `「${inner}」ではない` : `not (${inner})`
  }
  return 'signal' in condition ? describeSignal(condition, context) : describeTest(condition, context)
}

function joined(conditions: readonly Condition[], word: string, context: Context): string {
  const parts = conditions
    .map((child) => ({ child, text: describeCondition(child, context) }))
    .filter(({ text }) => text !== '')
  if (parts.length === 1) return parts[0]!.text
  return parts.map(({ child, text }) => (isGroup(child) ? `(${text})` : text)).join(word)
}

function isGroup(condition: Condition): boolean {
  const children = 'all' in condition ? condition.all : 'any' in condition ? condition.any : []
  return children.length > 1
}

function describeSignal(test: SignalTest, { locale, labelOf }: Context): string {
  const title = titleOf(test, locale)
  if (test.node === undefined || test.node === '') return title
  return locale === 'ja' ? `${title}(${labelOf(test.node)})` : `${title} (${labelOf(test.node)})`
}

function titleOf({ signal, link, topic, where = {} }: SignalTest, locale: Locale): string {
  if (signal === 'eventReceived' && topic !== undefined) return eventTitle(topic, where, locale)
  if (signal !== 'mailClicked' || link === undefined) return signalDeclarations[signal].title[locale]
  return locale === 'ja' ? `リンク ${link} がクリックされた` : `link ${link} clicked`
}

function eventTitle(topic: string, where: NonNullable<SignalTest['where']>, locale: Locale): string {
  const values = Object.entries(where).map(([path, wanted]) => {
    const { operator, value } = typeof wanted === 'object' ? wanted : { operator: 'eq' as const, value: wanted }
    return sentences[operator][locale](path, describeOperand(operator, value, locale))
  })
  if (locale === 'ja') return `イベント「${topic}」${values.length > 0 ? `(${values.join('、')})` : ''}を受信した`
  return `event ${topic} received${values.length > 0 ? ` with ${values.join(', ')}` : ''}`
}

/** `total – Code`: an output by its key and the name of its node. */
export function outputLabel(name: string, labelOf: Context['labelOf']): string {
  const output = outputSubject(name)
  return output ? `${output.key} – ${labelOf(output.nodeId)}` : name
}

function describeTest(test: FieldTest, { locale, fields, labelOf }: Context): string {
  if (test.field === '') return ''
  const definition = fields.find(({ key }) => key === test.field)
  return sentences[test.operator][locale](
    definition?.label || outputLabel(test.field, labelOf),
    describeOperand(test.operator, test.value, locale),
  )
}

function describeOperand(operator: OperatorName, value: Operand | undefined, locale: Locale): string {
  if (isOffset(value))
    return operator === 'withinLast' ? describeDuration(value, locale) : describeOffset(value, locale)
  if (value === 'now') return locale === 'ja' ? '今' : 'now'
  if (value === undefined || value === null || value === '') return '…'
  if (typeof value === 'boolean') return locale === 'ja' ? (value ? 'はい' : 'いいえ') : value ? 'yes' : 'no'
  if (!Array.isArray(value)) return String(value)
  if (operator === 'between')
    return locale === 'ja' ? `${value[0] ?? '…'}〜${value[1] ?? '…'}` : `${value[0] ?? '…'} and ${value[1] ?? '…'}`
  return new Intl.ListFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', { type: 'disjunction' }).format(value.map(String))
}
