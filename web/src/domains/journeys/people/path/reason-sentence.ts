import type { ConditionTrace } from '@tabiji/shared/conditions/evaluate-condition.ts'
import type { FieldDefinition, FieldValue } from '@tabiji/shared/values/field-type.ts'
import type { DraftNode, NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { isReasonCode, type ReasonCode, reasons } from '@tabiji/shared/effects/reason.ts'
import { fillText } from '@tabiji/shared/messages/fill-text.ts'
import { formatIssue, type Issue } from '@tabiji/shared/messages/issue.ts'
import type { TFunction } from 'i18next'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { Format } from '../../../../lib/format/format.ts'
import { describeCondition } from '../../../../nodes/form/condition/describe-condition.ts'
import { outletLabel, nodeReasonText } from '../../../../nodes/node-view.ts'
import type { StepExecution } from './build-path.ts'
import { formatValue } from '../format-value.ts'

export type ReasonContext = {
  t: TFunction<'participants'>
  locale: Locale
  format: Format
  fields: readonly FieldDefinition[]
  node: DraftNode | undefined
  labelOf: (nodeId: NodeId) => string
}

/** `met` is null for a line that is not a test. */
export type ReasonLine = { text: string; met: boolean | null }
export type ReasonSentence = { text: string; lines: ReasonLine[] }

type Recorded = Record<string, unknown>

/** Why an enrollment left a step by this outlet, in words, with the tests and their values. */
export function reasonSentence(
  { reason, outcome }: Pick<StepExecution, 'reason' | 'outcome'>,
  context: ReasonContext,
): ReasonSentence {
  if (reason === null) return { text: '', lines: [] }
  const { code } = reason
  const own = context.node && nodeReasonText(context.node, textOf(code), context.locale)
  if (own !== undefined) return plain(own)
  if (isReasonCode(code) && reasons[code].failure === undefined)
    return reasonFormatters[code]?.(reason, context) ?? plain(sentenceOf(code, reason, context))
  const isFailure = isReasonCode(code) || typeof reason.policy === 'string' || outcome === 'parked'
  return isFailure || outcome === 'dropped' ? failureSentence(reason, context) : plain(unknownReason(code, context))
}

type ReasonFormatter = (reason: Recorded, context: ReasonContext) => ReasonSentence

const plain = (text: string): ReasonSentence => ({ text, lines: [] })

/** Reasons that say more than their declared text. */
const reasonFormatters: { readonly [Code in ReasonCode]?: ReasonFormatter } = {
  met: (reason, context) => ({
    text: sentenceOf('met', reason, context),
    lines: traceLines(reason.trace, context),
  }),
  timedOut: (reason, context) => ({
    text: sentenceOf('timedOut', reason, context),
    lines: traceLines(reason.trace, context),
  }),
  matched: (reason, context) => ({
    text: sentenceOf('matched', reason, context),
    lines: triedLines(reason.tried, context),
  }),
  noneMatched: (reason, context) => ({
    text: sentenceOf('noneMatched', reason, context),
    lines: triedLines(reason.tried, context),
  }),
  updated: (reason, context) =>
    plain(
      fieldLabels(reason.fields, context) === ''
        ? context.t('reason.updatedNothing')
        : sentenceOf('updated', reason, context),
    ),
  ctaClosed: ({ outcome }, { t }) =>
    plain(t(outcome === 'closedSuccess' ? 'reason.ctaClosedSuccess' : 'reason.ctaClosedLost')),
  called: (reason, context) => {
    const { t } = context
    const unsaved = fieldLabels(reason.notSaved, context)
    return {
      text:
        Number(reason.attempt) > 1
          ? t('reason.calledAgain', { status: textOf(reason.status), attempt: textOf(reason.attempt) })
          : sentenceOf('called', reason, context),
      lines: unsaved === '' ? [] : [{ text: t('reason.notSaved', { fields: unsaved }), met: null }],
    }
  },
  codeRan: (reason, context) => {
    const { t, format } = context
    const values = Object.entries(recordOf(reason.returned))
    const left = Number(reason.keys) - values.length
    return {
      text: values.length === 0 ? t('reason.codeRanEmpty') : sentenceOf('codeRan', reason, context),
      lines: [
        ...values.map(([key, value]) => ({
          text: t('reason.codeReturned', { key, value: formatValue(value as FieldValue, undefined, { format, t }) }),
          met: null,
        })),
        ...(left > 0 ? [{ text: t('reason.codeReturnedMore', { count: left }), met: null }] : []),
      ],
    }
  },
}

/** The declared text, filled from what was recorded. A detail that is missing leaves its place empty. */
function sentenceOf(code: ReasonCode, reason: Recorded, context: ReasonContext): string {
  const text = reasons[code].text[context.locale]
  const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  return fillText(text, Object.fromEntries(names.map((name) => [name, detailText(name, reason[name], context)])))
}

function detailText(name: string, value: unknown, context: ReasonContext): string {
  switch (name) {
    case 'field':
      return fieldLabel(value, context)
    case 'fields':
      return fieldLabels(value, context)
    case 'branch':
      return branchLabel(value, context)
    case 'reason':
      return endReason(textOf(value), context.t)
    default:
      return textOf(value)
  }
}

function unknownReason(code: unknown, { t }: ReasonContext): string {
  return t('reason.unknown', { code: textOf(code) })
}

/** The error of a step, without its consequence. */
export function errorSentence(reason: Recorded, context: ReasonContext): string {
  const { code } = reason
  if (!isReasonCode(code)) return unknownReason(code, context)
  const sentence = sentenceOf(code, reason, context)
  const attempts = Number(reason.attempt)
  return attempts > 1
    ? joined([sentence, context.t('error.afterAttempts', { count: attempts })], context.locale)
    : sentence
}

function failureSentence(reason: Recorded, context: ReasonContext): ReasonSentence {
  const { t, locale } = context
  const policy = textOf(reason.policy)
  const consequence = isPolicy(policy) ? t(`policy.${policy}`) : ''
  const issues = [reason.issue, ...listOf(recordOf(reason.detail).issues)].filter(isIssue)
  return {
    text: joined([errorSentence(reason, context), consequence], locale),
    lines: issues.map((issue) => ({ text: formatIssue(issue, locale), met: null })),
  }
}

/** How an enrollment ended. The reason of an exit is the admin's own text. */
export function endReason(reason: string, t: TFunction<'participants'>): string {
  const known = ['completed', 'endOfPath', 'nodeRemoved', 'nodeRemovedExit'] as const
  const own = known.find((name) => name === reason)
  return own ? t(`endReason.${own}`) : reason
}

export function outletName(outlet: string, { node, locale }: Pick<ReasonContext, 'node' | 'locale'>): string {
  return node ? outletLabel(node, outlet, locale) : outlet
}

function traceLines(trace: unknown, context: ReasonContext): ReasonLine[] {
  return (listOf(trace) as ConditionTrace).map((entry) => ({ text: traceText(entry, context), met: entry.met }))
}

function triedLines(tried: unknown, context: ReasonContext): ReasonLine[] {
  return listOf(tried).flatMap((each) => {
    const { branch, trace } = recordOf(each)
    return traceLines(trace, context).map(({ text, met }) => ({
      text: context.t('ofBranch', { branch: branchLabel(branch, context), line: text }),
      met,
    }))
  })
}

function traceText(entry: ConditionTrace[number], context: ReasonContext): string {
  const { t, locale, fields, format, labelOf } = context
  const answer = t(entry.met ? 'yes' : 'no')
  if ('signal' in entry) {
    const { signal, node, link } = entry
    const test = { signal, ...(node === null ? {} : { node }), ...(link === undefined ? {} : { link }) }
    const condition = capital(describeCondition(test, { locale, fields, labelOf }), locale)
    return entry.at === null
      ? t('didNotHappen', { condition, answer })
      : t('happened', { condition, answer, time: format.dateTime(entry.at) })
  }
  const condition = describeCondition(
    { field: entry.field, operator: entry.operator, value: entry.operand },
    { locale, fields, labelOf },
  )
  const definition = fields.find(({ key }) => key === entry.field)
  const value = formatValue(entry.actual, definition, { format, t })
  switch (entry.note) {
    case 'missing':
      return t('wasMissing', { condition, answer })
    case 'wrongType':
      return t('wasUnfit', { condition, answer, value })
    case 'operandInvalid':
      return t('operandUnfit', { condition, answer })
    default:
      return t('was', { condition, answer, value })
  }
}

function branchLabel(branch: unknown, context: ReasonContext): string {
  return outletName(textOf(branch), context)
}

function fieldLabel(key: unknown, { fields }: ReasonContext): string {
  const name = textOf(key)
  return fields.find((field) => field.key === name)?.label ?? name
}

function fieldLabels(keys: unknown, context: ReasonContext): string {
  return context.format.list(listOf(keys).map((key) => fieldLabel(key, context)))
}

function joined(sentences: readonly string[], locale: Locale): string {
  return sentences.filter((sentence) => sentence !== '').join(locale === 'ja' ? '' : ' ')
}

function capital(text: string, locale: Locale): string {
  return locale === 'ja' ? text : text.charAt(0).toUpperCase() + text.slice(1)
}

function isPolicy(text: string): text is 'continue' | 'drop' | 'outlet' | 'park' {
  return text === 'continue' || text === 'drop' || text === 'outlet' || text === 'park'
}

function isIssue(value: unknown): value is Issue {
  return typeof recordOf(value).code === 'string'
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
