/** Why an address is not called. */
export type TargetRefusal = 'urlInvalid' | 'schemeRefused' | 'credentialsInUrl' | 'httpNotAllowed' | 'addressNotAllowed'

/** Why no reply could be used: a code and facts for a sentence. Never text from outside or from a library. */
export type ExternalError =
  | { code: TargetRefusal; host?: string }
  | { code: 'methodRefused'; method: string }
  | { code: 'headerRefused'; header: string }
  | { code: 'requestRefused' }
  | { code: 'timedOut'; host: string; limitMs: number }
  | { code: 'connectTimedOut'; host: string }
  | { code: 'nameNotFound'; host: string }
  | { code: 'nameServerSilent'; host: string }
  | { code: 'connectionRefused'; host: string; port: number }
  | { code: 'connectionClosed'; host: string }
  | { code: 'unreachable'; host: string }
  | { code: 'certificateRefused'; host: string; reason: string }
  | { code: 'replyUnreadable'; host: string }
  | { code: 'replyUndecodable'; host: string }
  | { code: 'replyTooLarge'; limit: number }
  | { code: 'replyHeadersTooLarge'; limit: number }
