import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { SecurityActor } from './security-events/security-event.ts'
import type { ErrorParams, ErrorTextKey, ResourceName } from './error-texts.ts'

export type ServiceErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'badRequest'
  | 'invalid'
  | 'staleDraft'
  | 'gone'
  | 'preconditionRequired'
  | 'conflict'
  | 'inUse'
  | 'limitReached'
  | 'requestTimeout'
  | 'tooLarge'
  | 'unsupportedMediaType'
  | 'externalFailed'
  | 'unavailable'

export type ServiceErrorOptions = {
  /** A more precise sentence than that of the code; add it to `error-texts.ts`. */
  text?: ErrorTextKey
  params?: ErrorParams
  issues?: Issue[]
  retryAfterSeconds?: number
  cause?: unknown
  /** Who was refused, where the request names nobody who may do anything. */
  refused?: SecurityActor
}

/** An expected refusal, mapped to tRPC and to HTTP in one place each. Any other thrown error is a bug. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode
  readonly text: ErrorTextKey
  readonly params: ErrorParams
  readonly issues: Issue[] | undefined
  readonly retryAfterSeconds: number | undefined
  readonly refused: SecurityActor | undefined

  constructor(code: ServiceErrorCode, options: ServiceErrorOptions = {}) {
    super(options.text ?? code, { cause: options.cause })
    this.name = 'ServiceError'
    this.code = code
    this.text = options.text ?? code
    this.params = options.params ?? {}
    this.issues = options.issues
    this.retryAfterSeconds = options.retryAfterSeconds
    this.refused = options.refused
  }
}

export function notFound(thing: ResourceName): ServiceError {
  return new ServiceError('notFound', { params: { thing } })
}

export function pathNotFound(path: string): ServiceError {
  return new ServiceError('notFound', { text: 'pathNotFound', params: { path } })
}

export function invalid(issues: Issue[]): ServiceError {
  return new ServiceError('invalid', { issues })
}
