import type { ErrorTextKey } from '../error-texts.ts'
import { ServiceError, type ServiceErrorCode } from '../errors.ts'
import type { SecurityEventKind, SecurityOutcome } from '@tabiji/shared/kernel/security-event-kinds.ts'

type Refusal = { kind: SecurityEventKind; outcome: SecurityOutcome }

/** Refusals that say more than their code. */
const byText: Partial<Record<ErrorTextKey, Refusal>> = {
  apiKeyRevoked: { kind: 'revokedApiKeyUse', outcome: 'refused' },
  apiKeyUnknown: { kind: 'apiKeyUse', outcome: 'failed' },
  eventSenderUnknown: { kind: 'eventSender', outcome: 'failed' },
  hostRefused: { kind: 'host', outcome: 'refused' },
  invitationUsed: { kind: 'oneTimeLink', outcome: 'failed' },
  originRefused: { kind: 'origin', outcome: 'refused' },
  passwordLinkUsed: { kind: 'oneTimeLink', outcome: 'failed' },
  setupCodeWrong: { kind: 'setupCode', outcome: 'failed' },
}

const byCode: Partial<Record<ServiceErrorCode, Refusal>> = {
  unauthenticated: { kind: 'notSignedIn', outcome: 'refused' },
  forbidden: { kind: 'permission', outcome: 'refused' },
  limitReached: { kind: 'requestLimit', outcome: 'refused' },
  tooLarge: { kind: 'bodyLimit', outcome: 'refused' },
}

/** The security event that an error is, or null. Every error that answers a request passes here once. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof ServiceError)) return null
  return byText[error.text] ?? byCode[error.code] ?? null
}
