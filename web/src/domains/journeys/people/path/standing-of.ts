import type { Enrollment } from './build-path.ts'

export type StandingKey =
  | 'new'
  | 'review'
  | 'waiting'
  | 'waitingOrUntil'
  | 'waitingFor'
  | 'waitingOpen'
  | 'retrying'
  | 'due'
  | 'heldDown'
  | 'heldAsked'
  | 'heldUnauthorized'
  | 'heldRevoked'
  | 'heldExpired'
  | 'paused'
  | 'stopped'
  | 'completed'
  | 'ended'
  | 'endedNowhere'
  | 'dropped'
  | 'failed'

type Known = {
  /** Undefined for a node that is no longer in the journey. */
  kind: string | undefined
  hasCondition: boolean
  now: number
}

const held = {
  down: 'heldDown',
  asked: 'heldAsked',
  unauthorized: 'heldUnauthorized',
  revoked: 'heldRevoked',
  expired: 'heldExpired',
} as const satisfies Record<NonNullable<Enrollment['heldBy']>['because'], StandingKey>

/** Which sentence says where somebody stands. */
export function standingOf(
  {
    status,
    reason,
    nodeId,
    dueAt,
    attempt,
    heldBy,
  }: Pick<Enrollment, 'status' | 'reason' | 'nodeId' | 'dueAt' | 'attempt' | 'heldBy'>,
  { kind, hasCondition, now }: Known,
): StandingKey {
  if (status === 'completed') return nodeId === null ? 'endedNowhere' : reason === 'completed' ? 'completed' : 'ended'
  if (status !== 'active') return status
  if (heldBy) return held[heldBy.because]
  const isDue = dueAt !== null && Date.parse(dueAt) <= now
  if (isDue) return 'due'
  if (attempt > 0 && dueAt !== null) return 'retrying'
  if (kind === 'conditionalWait' && hasCondition) return dueAt === null ? 'waitingFor' : 'waitingOrUntil'
  return dueAt === null ? 'waitingOpen' : 'waiting'
}
