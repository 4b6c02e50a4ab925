import type { ConditionTrace } from '@tabiji/shared/conditions/evaluate-condition.ts'
import type { FieldDefinition, FieldValue } from '@tabiji/shared/values/field-type.ts'
import type { DraftNode, NodeId } from '@tabiji/shared/graph/journey-document.ts'
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

type Reason = Record<string, unknown>

/** Why an enrollment left a step by this outlet, in words, with the tests and their values. */
export function reasonSentence(
  { reason, outcome }: Pick<StepExecution, 'reason' | 'outcome'>,
  context: ReasonContext,
): ReasonSentence {
  if (reason === null) return { text: '', lines: [] }
  const code = textOf(reason.code)
  const own = context.node && nodeReasonText(context.node, code, context.locale)
  if (own !== undefined) return plain(own)
  const formatter = Object.hasOwn(reasonFormatters, code) ? reasonFormatters[code] : undefined
  if (formatter) return formatter(reason, context)
  const isFailure = typeof reason.policy === 'string' || outcome === 'parked' || outcome === 'dropped'
  return isFailure ? failureSentence(reason, context) : plain(context.t('reason.unknown', { code }))
}

type ReasonFormatter = (reason: Reason, context: ReasonContext) => ReasonSentence

const plain = (text: string): ReasonSentence => ({ text, lines: [] })

const reasonFormatters: Record<string, ReasonFormatter> = {
  waited: (_, { t }) => plain(t('reason.waited')),
  alreadyPast: (_, { t }) => plain(t('reason.alreadyPast')),
  dateMissing: ({ field }, context) => plain(context.t('reason.dateMissing', { field: fieldLabel(field, context) })),
  met: ({ trace }, context) => ({ text: context.t('reason.met'), lines: traceLines(trace, context) }),
  timedOut: ({ trace }, context) => ({ text: context.t('reason.timedOut'), lines: traceLines(trace, context) }),
  matched: ({ branch, tried }, context) => ({
    text: context.t('reason.matched', { branch: branchLabel(branch, context) }),
    lines: triedLines(tried, context),
  }),
  noneMatched: ({ tried }, context) => ({ text: context.t('reason.noneMatched'), lines: triedLines(tried, context) }),
  ended: ({ reason }, { t }) => plain(t('reason.ended', { reason: endReason(textOf(reason), t) })),
  updated: ({ fields }, context) => {
    const names = fieldLabels(fields, context)
    return plain(names === '' ? context.t('reason.updatedNothing') : context.t('reason.updated', { fields: names }))
  },
  ctaOpened: (_, { t }) => plain(t('reason.ctaOpened')),
  ctaClosed: ({ outcome }, { t }) =>
    plain(t(outcome === 'closedSuccess' ? 'reason.ctaClosedSuccess' : 'reason.ctaClosedLost')),
  called: ({ status, attempt, notSaved }, context) => {
    const { t } = context
    const values = { status: textOf(status), attempt: textOf(attempt) }
    const unsaved = fieldLabels(notSaved, context)
    return {
      text: Number(attempt) > 1 ? t('reason.calledAgain', values) : t('reason.called', values),
      lines: unsaved === '' ? [] : [{ text: t('reason.notSaved', { fields: unsaved }), met: null }],
    }
  },
  codeRan: ({ returned, keys }, context) => {
    const { t, format } = context
    const values = Object.entries(recordOf(returned))
    const left = Number(keys) - values.length
    return {
      text: t(values.length === 0 ? 'reason.codeRanEmpty' : 'reason.codeRan'),
      lines: [
        ...values.map(([key, value]) => ({
          text: t('reason.codeReturned', { key, value: formatValue(value as FieldValue, undefined, { format, t }) }),
          met: null,
        })),
        ...(left > 0 ? [{ text: t('reason.codeReturnedMore', { count: left }), met: null }] : []),
      ],
    }
  },
  mailSent: ({ to }, { t }) => plain(t('reason.mailSent', { to: textOf(to) })),
  mailAlreadySent: (_, { t }) => plain(t('reason.mailAlreadySent')),
  nodeRemoved: (_, { t }) => plain(t('reason.nodeRemoved')),
  nodeRemovedExit: (_, { t }) => plain(t('reason.nodeRemovedExit')),
  movedByOperator: (_, { t }) => plain(t('reason.movedByOperator')),
  skippedByOperator: (_, { t }) => plain(t('reason.skippedByOperator')),
  skippedOnResume: (_, { t }) => plain(t('reason.skippedOnResume')),
  droppedByOperator: (_, { t }) => plain(t('reason.droppedByOperator')),
  backfill: (_, { t }) => plain(t('reason.backfill')),
  excluded: (_, { t }) => plain(t('reason.excluded')),
}

const errorCodes = [
  'httpError',
  'timeout',
  'network',
  'mappingError',
  'blocked',
  'replyTooLarge',
  'fieldUnknown',
  'textFailed',
  'valueInvalid',
  'mailTextFailed',
  'mailRefused',
  'mailServerBusy',
  'mailInDoubt',
  'recipientMissing',
  'recipientInvalid',
  'loopWithoutWait',
  'codeFailed',
] as const
type ErrorCode = (typeof errorCodes)[number]

/** The error of a step, without its consequence. */
export function errorSentence(reason: Reason, context: ReasonContext): string {
  const { t } = context
  const code = textOf(reason.code)
  if (code === 'droppedByOperator') return t('reason.droppedByOperator')
  if (code === 'excluded') return t('reason.excluded')
  if (!errorCodes.some((known) => known === code)) return t('reason.unknown', { code })
  const sentence = t(`error.${code as ErrorCode}`, {
    status: textOf(reason.status),
    message: textOf(reason.message),
    steps: textOf(reason.steps),
    field: fieldLabel(reason.field, context),
  })
  const attempts = Number(reason.attempt)
  return attempts > 1 ? joined([sentence, t('error.afterAttempts', { count: attempts })], context.locale) : sentence
}

function failureSentence(reason: Reason, context: ReasonContext): ReasonSentence {
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
