import type { NewCalloutAttempt } from '../calls/attempts/callout-attempt.ts'
import type { CalloutTarget } from '../calls/perform/load-callout-target.ts'
import type { PerformedCallout } from '../calls/perform/perform-callout.ts'

/** The attempt record of a test. It has no journey and is not counted in the numbers. */
export function testAttempt(
  target: CalloutTarget,
  performed: PerformedCallout,
  made: { id: string; startedAt: Date; idempotencyKey?: string; participantId?: string | null },
): NewCalloutAttempt {
  return {
    id: made.id,
    startedAt: made.startedAt,
    workspaceId: target.connection.workspaceId,
    connectionId: target.connection.id,
    externalActionId: target.externalActionId,
    externalActionVersion: target.version,
    journeyId: null,
    versionNumber: null,
    nodeId: null,
    stepId: null,
    enrollmentId: null,
    participantId: made.participantId ?? null,
    visit: null,
    attempt: 1,
    idempotencyKey: made.idempotencyKey ?? null,
    inDoubt: false,
    isTest: true,
    outcome: performed.outcome,
    statusCode: performed.status,
    durationMs: performed.durationMs,
    request: performed.request,
    reply: performed.reply,
    error: performed.error,
    nextAttemptAt: null,
  }
}
