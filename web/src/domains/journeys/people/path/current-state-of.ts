import type { Enrollment } from './build-path.ts'

export type CurrentStateKey =
  | 'new'
  | 'waiting'
  | 'waitingOrUntil'
  | 'waitingFor'
  | 'waitingOpen'
  | 'retrying'
  | 'due'
  | 'connectionDown'
  | 'connectionAsked'
  | 'connectionUnauthorized'
  | 'connectionRevoked'
  | 'connectionExpired'
  | 'paused'
  | 'stopped'
  | 'completed'
  | 'ended'
  | 'endedNowhere'
  | 'dropped'
  | 'parked'

type StateContext = {
  /** Undefined for a node that is no longer in the journey. */
  kind: string | undefined
  hasCondition: boolean
  now: number
}

const byCause = {
  down: 'connectionDown',
  asked: 'connectionAsked',
  unauthorized: 'connectionUnauthorized',
  revoked: 'connectionRevoked',
  expired: 'connectionExpired',
} as const satisfies Record<NonNullable<Enrollment['waitingFor']>['because'], CurrentStateKey>

/** Chooses the sentence that describes the present state. */
export function currentStateOf(
  {
    status,
    reason,
    nodeId,
    dueAt,
    attempt,
    waitingFor,
  }: Pick<Enrollment, 'status' | 'reason' | 'nodeId' | 'dueAt' | 'attempt' | 'waitingFor'>,
  { kind, hasCondition, now }: StateContext,
): CurrentStateKey {
  if (status === 'completed') return nodeId === null ? 'endedNowhere' : reason === 'completed' ? 'completed' : 'ended'
  if (status !== 'active') return status
  if (waitingFor) return byCause[waitingFor.because]
  const isDue = dueAt !== null && Date.parse(dueAt) <= now
  if (isDue) return 'due'
  if (attempt > 0 && dueAt !== null) return 'retrying'
  if (kind === 'conditionalWait' && hasCondition) return dueAt === null ? 'waitingFor' : 'waitingOrUntil'
  return dueAt === null ? 'waitingOpen' : 'waiting'
}
