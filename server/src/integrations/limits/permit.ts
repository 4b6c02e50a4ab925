import { nextState, type Transitions } from '@tabiji/shared/kernel/transitions.ts'
import type { LocalQuota } from './local-quota.ts'

export type PermitState =
  /** Somebody has it and may call, or calls. */
  | 'out'
  /** It came back before its start, and serves the next one who asks. */
  | 'spare'
  | 'returned'

/** The right to make one call. */
export type Permit = {
  /** Who gave it, and takes it back. */
  limiter: {
    readonly quotas: readonly LocalQuota[]
    start(permit: Permit): Promise<boolean>
    release(permit: Permit): void
  }
  /** By `clock.monotonic()`. */
  startAt: number
  /** Infinity where no start is planned: the place counts, not the moment. */
  lapsesAt: number
  isProbe: boolean
  state: PermitState
}

/** A permit is given back by the effect that called and by the run that planned the call: the second time changes nothing. */
const permitTransitions: Transitions<PermitState, 'handedOut' | 'spared' | 'returned'> = {
  out: { spared: 'spare', returned: 'returned' },
  spare: { handedOut: 'out', returned: 'spare' },
  returned: { returned: 'returned' },
}

/** A start that was missed by more is given up, because two late ones together would be one too many. */
export const lapseMs = 100

export function movePermit(permit: Permit, event: 'handedOut' | 'spared' | 'returned'): void {
  permit.state = nextState('permit', permitTransitions, permit.state, event)
}
