import { randomUUID } from 'node:crypto'
import { formatIssue, formatIssuePath, type Issue } from '@tabiji/shared/messages/issue.ts'
import type { Logger } from 'pino'
import { ZodError } from 'zod'
import { errorMessage } from '../../error-texts.ts'
import { isDatabaseUnavailable } from '../../db/is-database-unavailable.ts'
import { ServiceError, type ServiceErrorCode } from '../../errors.ts'
import type { Locale, LocalizedText } from '@tabiji/shared/messages/locale.ts'
import { fillText } from '@tabiji/shared/messages/fill-text.ts'
import { zodIssueMessage } from './zod-issue-message.ts'

export type ProblemCode = ServiceErrorCode | 'bug'

export type FormattedIssue = {
  code: string
  severity: 'error' | 'warning'
  nodeId?: string
  path: string
  message: string
}

/** RFC 9457. The web also receives it as the `data` of a tRPC error. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  issues?: FormattedIssue[]
  /** Only for a bug: identifies the line in the log. */
  reference?: string
  retryAfterSeconds?: number
}

export const problemStatus: Record<ProblemCode, number> = {
  badRequest: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  requestTimeout: 408,
  conflict: 409,
  inUse: 409,
  gone: 410,
  staleDraft: 412,
  tooLarge: 413,
  unsupportedMediaType: 415,
  invalid: 422,
  preconditionRequired: 428,
  limitReached: 429,
  bug: 500,
  externalFailed: 502,
  unavailable: 503,
}

const titles: Record<ProblemCode, LocalizedText> = {
  badRequest: { en: 'Unreadable request', ja: '読み取れないリクエスト' },
  unauthenticated: { en: 'Not signed in', ja: '未サインイン' },
  forbidden: { en: 'Not allowed', ja: '権限がありません' },
  notFound: { en: 'Not found', ja: '見つかりません' },
  conflict: { en: 'Conflict', ja: '競合' },
  inUse: { en: 'In use', ja: '使用中' },
  gone: { en: 'No longer there', ja: '受け付け終了' },
  staleDraft: { en: 'The draft was changed', ja: '下書きが変更されました' },
  requestTimeout: { en: 'Too slow', ja: 'タイムアウト' },
  tooLarge: { en: 'Too large', ja: 'サイズ超過' },
  unsupportedMediaType: { en: 'Not JSON', ja: 'JSON ではありません' },
  invalid: { en: 'Not valid', ja: '正しくない値' },
  preconditionRequired: { en: 'Precondition required', ja: '前提条件が必要です' },
  limitReached: { en: 'Too many requests', ja: 'リクエスト過多' },
  bug: { en: 'Something went wrong', ja: '問題が発生しました' },
  unavailable: { en: 'Not available', ja: '一時的に利用不可' },
  externalFailed: { en: 'The other system failed', ja: '相手システムのエラー' },
}

const unavailableRetrySeconds = 5

const bugText: LocalizedText = {
  en: 'Something went wrong on our side. Try again; if it happens again, give your administrator the reference {reference}, which is in the log.',
  ja: 'サーバー側で問題が発生しました。もう一度お試しください。繰り返す場合は、ログに記録された参照番号 {reference} を管理者にお伝えください。',
}

/** The only place that converts an error into what a caller may see. An unexpected error is written to the log only. */
export function toProblem(error: unknown, options: { locale: Locale; log: Logger; rawInput?: unknown }): Problem {
  const { locale } = options
  if (error instanceof ServiceError) {
    return {
      ...problemHead(error.code, locale),
      detail: errorMessage(error, locale),
      ...(error.issues && { issues: error.issues.map((issue) => formattedIssue(issue, locale)) }),
      ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    }
  }
  if (error instanceof ZodError) {
    return {
      ...problemHead('invalid', locale),
      detail: errorMessage({ text: 'invalid', params: {} }, locale),
      issues: error.issues.map((issue) => ({
        code: 'input.invalid',
        severity: 'error',
        path: formatIssuePath(issue.path.map((part) => (typeof part === 'number' ? part : String(part)))),
        message: zodIssueMessage(issue, options.rawInput, locale),
      })),
    }
  }
  if (isDatabaseUnavailable(error)) {
    options.log.warn({ err: error }, 'a request found no database')
    const text = errorMessage({ text: 'unavailable', params: {} }, locale)
    return { ...problemHead('unavailable', locale), detail: text, retryAfterSeconds: unavailableRetrySeconds }
  }
  const reference = randomUUID()
  options.log.error({ err: error, reference }, 'unexpected error')
  return { ...problemHead('bug', locale), detail: fillText(bugText[locale], { reference }), reference }
}

export function formattedIssue(issue: Issue, locale: Locale): FormattedIssue {
  return {
    code: issue.code,
    severity: issue.severity,
    ...(issue.nodeId !== undefined && { nodeId: issue.nodeId }),
    path: formatIssuePath(issue.path ?? []),
    message: formatIssue(issue, locale),
  }
}

function problemHead(code: ProblemCode, locale: Locale): Omit<Problem, 'detail'> {
  return { type: `/api/docs#error-${code}`, title: titles[code][locale], status: problemStatus[code], code }
}
