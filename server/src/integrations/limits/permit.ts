import { nextState, type Transitions } from '@tabiji/shared/kernel/transitions.ts'
import type { LocalQuota } from './local-quota.ts'

export type PermitState =
  /** A caller holds it and may call, or is calling. */
  | 'out'
  /** It was returned before its start, and serves the next request. */
  | 'spare'
  | 'returned'

/** The right to make one call. */
export type Permit = {
  /** The limiter that granted it and takes it back. */
  limiter: {
    readonly quotas: readonly LocalQuota[]
    start(permit: Permit): Promise<boolean>
    release(permit: Permit): void
  }
  /** By `clock.monotonic()`. */
  startAt: number
  /** Infinity where no start is planned: only the place counts, not the time. */
  lapsesAt: number
  isProbe: boolean
  state: PermitState
}

/** Both the effect that called and the run that planned the call return a permit. The second return changes nothing. */
const permitTransitions: Transitions<PermitState, 'handedOut' | 'spared' | 'returned'> = {
  out: { spared: 'spare', returned: 'returned' },
  spare: { handedOut: 'out', returned: 'spare' },
  returned: { returned: 'returned' },
}

/** A start that is later than this is given up, because two late starts together would exceed the limit by one. */
export const lapseMs = 100

export function movePermit(permit: Permit, event: 'handedOut' | 'spared' | 'returned'): void {
  permit.state = nextState('permit', permitTransitions, permit.state, event)
}
