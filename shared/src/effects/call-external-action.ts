import type { CalloutOutcome } from '../http-call/failures/callout-outcome.ts'
import type { TokenMapping } from '../http-call/request/map-tokens.ts'
import { defineEffect, type ReasonDeclaration } from './define-effect.ts'
import type { ErrorRule } from './error-rule.ts'
import { classOfStatus } from './failure-class.ts'

type Params = {
  externalActionId: string
  tokens: Record<string, TokenMapping>
  /** Outputs of the reply to save as participant fields. */
  save: { output: string; field: string }[]
  /** Checked in order before the error policy of the step. */
  errorRules?: ErrorRule[]
  /** The other system calls back at an address of this call; the enrollment waits for it at the next step. */
  hasCallback?: boolean
  /** The callback arrives as an event of this endpoint; its value at `path` equals the reply's value of `output`. */
  callbackKey?: { endpointId: string; path: string; output: string }
}

/** A call fails for the outcome of its last attempt. */
const failures = {
  httpError: {
    failure: ({ status }: { status?: unknown }) => classOfStatus(Number(status)),
    text: {
      en: 'The reply had status {status}, which does not count as success.',
      ja: '応答のステータスが {status} で、成功とみなされませんでした。',
    },
  },
  timeout: {
    failure: 'down',
    text: { en: 'The call was not answered in time.', ja: '呼び出しに時間内の応答がありませんでした。' },
  },
  network: {
    failure: 'down',
    text: { en: 'The other system could not be reached.', ja: '相手のシステムに接続できませんでした。' },
  },
  mappingError: {
    failure: 'value',
    text: {
      en: 'The values did not fit, so the call did not succeed.',
      ja: '値が合わないため、呼び出しは成功しませんでした。',
    },
  },
  blocked: {
    failure: 'blocked',
    text: { en: 'The call was not allowed to this address.', ja: 'このアドレスへの呼び出しは許可されていません。' },
  },
  replyTooLarge: {
    failure: 'reply',
    text: { en: 'The reply was too large.', ja: '応答が大きすぎました。' },
  },
  replyUnusable: {
    failure: 'reply',
    text: {
      en: 'The reply came, but a value of it could not be used.',
      ja: '応答は届きましたが、その値を使えませんでした。',
    },
  },
} as const satisfies Record<Exclude<CalloutOutcome, 'succeeded'>, ReasonDeclaration>

export const callExternalAction = defineEffect<Params>()({
  inTransaction: false,
  reasons: {
    called: {
      text: { en: 'Called, and got status {status}.', ja: '呼び出しに成功しました（ステータス {status}）。' },
    },
    ...failures,
  },
  signals: {
    calloutSucceeded: {
      title: { en: 'API call succeeded', ja: 'API 呼び出しが成功した' },
      filters: ['status'],
      isHidden: true,
    },
    calloutFailed: {
      title: { en: 'API call failed', ja: 'API 呼び出しが失敗した' },
      filters: ['status', 'outcome'],
      isHidden: true,
    },
    callbackReceived: {
      title: { en: 'callback for an API call received', ja: 'API 呼び出しのコールバックを受け取った' },
      filters: ['where'],
    },
  },
  activities: [],
  records: ['callouts'],
})
