import { mask } from '@tabiji/shared/auth/mask.ts'
import type { MappedTokens } from '@tabiji/shared/http-call/request/map-tokens.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { recordRequest } from '../calls/attempts/callout-record.ts'
import type { CalloutTarget } from '../calls/perform/load-callout-target.ts'
import { buildCallout, type PerformedCallout, performCallout, signedRequest } from '../calls/perform/perform-callout.ts'
import type { Ctx } from '../../kernel/context.ts'

/** Placeholder for the idempotency key. A real call has the enrollment, step and visit here. */
export const shownIdempotencyKey = '<enrollment>:<step>:<visit>'

/** Builds the request of a call without sending it. */
export function dryRunCallout(
  { clock }: Pick<Ctx, 'clock'>,
  target: CalloutTarget,
  mapped: MappedTokens,
): PerformedCallout {
  if (mapped.issues.length > 0) return unmapped(mapped.issues)
  const built = buildCallout(target, mapped.values, shownIdempotencyKey)
  if (!built.ok) return unmapped(built.error)
  const signed = signedRequest(target, built.value, shownIdempotencyKey, { accessToken: mask, now: clock.now() })
  return { ...nothing, outcome: 'succeeded', request: recordRequest(signed, target.connection.masking) }
}

export async function tryCallout(
  ctx: Ctx,
  target: CalloutTarget,
  mapped: MappedTokens,
  idempotencyKey: string,
): Promise<PerformedCallout> {
  if (mapped.issues.length > 0) return unmapped(mapped.issues)
  return performCallout(ctx, target, { values: mapped.values, idempotencyKey })
}

const nothing = {
  status: null,
  request: null,
  reply: null,
  extracted: {},
  retryAfter: null,
  durationMs: 0,
  error: null,
}

function unmapped(issues: Issue[]): PerformedCallout {
  return { ...nothing, outcome: 'mappingError', error: { code: 'notMapped', issues } }
}
