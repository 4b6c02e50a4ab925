import { nextState, type Transitions } from '@tabiji/shared/kernel/transitions.ts'
import type { CallAdmission } from '../../integrations/limits/call-admission.ts'
import type { Permit } from '../../integrations/limits/permit.ts'
import type { MicroBatch } from '../../kernel/concurrency/micro-batch.ts'
import type { Semaphore } from '../../kernel/concurrency/semaphore.ts'

/** Leased ahead of the free places, so that none idles while the next lease is fetched. */
const leaseAhead = 250

/** How long newcomers may wait behind calls that are under way before the step is looked at again. */
const pollAgainMs = 50

/** A limiter that grants later than this is left to the sweeper, which looks twice a second. */
const longestRetryMs = 500

export type EffectRunState =
  /** Leases due people, as many as admission has capacity for. */
  | 'leasing'
  /** Nobody is leased. Calls still out may bring people back (a retry at once, a loop), or permits come soon. */
  | 'waiting'
  /** Begins the effects of those who are leased, each when its permit and its slot are there. */
  | 'performing'
  /** The limiter denied: gives back those who did not begin, and goes on. */
  | 'returning'
  /** The process stops, or the journey was paused: gives back those who did not begin, and ends. */
  | 'closing'
  /** Waits for the effects under way and for the writes of their results. */
  | 'draining'
  /** Something failed: the same, and then gives back whatever this worker holds at the step. */
  | 'recovering'
  | 'ended'

type EffectRunEvent =
  | 'leased'
  | 'nobodyNow'
  | 'nobodyLeft'
  | 'closed'
  | 'elapsed'
  | 'allBegun'
  | 'denied'
  | 'returned'
  | 'drained'
  | 'failed'

export const effectRunTransitions: Transitions<EffectRunState, EffectRunEvent> = {
  leasing: {
    leased: 'performing',
    nobodyNow: 'waiting',
    nobodyLeft: 'draining',
    closed: 'draining',
    failed: 'recovering',
  },
  waiting: { elapsed: 'leasing', failed: 'recovering' },
  performing: { allBegun: 'leasing', denied: 'returning', closed: 'closing', failed: 'recovering' },
  returning: { returned: 'leasing', failed: 'recovering' },
  closing: { returned: 'draining', failed: 'recovering' },
  draining: { drained: 'ended', failed: 'recovering' },
  recovering: { drained: 'ended' },
  ended: {},
}

export type EffectRunPorts<Person> = {
  admission: Pick<CallAdmission, 'capacity' | 'releaseUnused' | 'acquire' | 'release' | 'retryAfterMs'>
  /** Places for effects under way. */
  slots: Semaphore
  /** Asked between people: false stops taking them and gives back those not begun. */
  isOpen(): Promise<boolean>
  lease(limit: number): Promise<Person[]>
  giveBack(people: readonly Person[]): Promise<void>
  /** Does the effect and adds its result to `results`. Does not reject. */
  perform(person: Person, permit: Permit | null): Promise<void>
  results: Pick<MicroBatch<unknown>, 'waitForCapacity' | 'drain'>
  /** Gives back whatever this worker holds at the step, none of it begun. */
  returnAll(): Promise<void>
}

/** One run over the people who are due at one step: knows no database, and each of its states is a method. */
export class EffectRun<Person> {
  readonly #ports: EffectRunPorts<Person>
  readonly #underWay = new Set<Promise<void>>()
  readonly #visited: ((state: EffectRunState) => void) | undefined
  #state: EffectRunState = 'leasing'
  #leased: Person[] = []
  #taken = 0
  #wake = () => {}

  /** `visited` is told each state, for tests. */
  constructor(ports: EffectRunPorts<Person>, visited?: (state: EffectRunState) => void) {
    this.#ports = ports
    this.#visited = visited
  }

  /** Works until nobody is left. Answers how many people were taken. */
  async run(): Promise<number> {
    try {
      while (this.#state !== 'ended') {
        this.#visited?.(this.#state)
        this.#move(await this.#enter())
      }
    } catch (error) {
      this.#move('failed')
      this.#visited?.(this.#state)
      await this.#recover()
      throw error
    }
    return this.#taken
  }

  #move(event: EffectRunEvent): void {
    this.#state = nextState('effect run', effectRunTransitions, this.#state, event)
  }

  #enter(): Promise<EffectRunEvent> {
    switch (this.#state) {
      case 'leasing':
        return this.#lease()
      case 'waiting':
        return this.#wait()
      case 'performing':
        return this.#perform()
      case 'returning':
      case 'closing':
        return this.#giveBack()
      default:
        return this.#drain()
    }
  }

  async #lease(): Promise<EffectRunEvent> {
    const { admission, isOpen, lease } = this.#ports
    if (!(await isOpen())) return 'closed'
    const capacity = await admission.capacity(leaseAhead)
    if (capacity > 0) {
      this.#leased = await lease(capacity)
      admission.releaseUnused(this.#leased.length)
      this.#taken += this.#leased.length
      if (this.#leased.length > 0) return 'leased'
    }
    const isGrantedSoon = admission.retryAfterMs > 0 && admission.retryAfterMs <= longestRetryMs
    return this.#underWay.size > 0 || isGrantedSoon ? 'nobodyNow' : 'nobodyLeft'
  }

  async #wait(): Promise<EffectRunEvent> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      setTimeout(resolve, this.#ports.admission.retryAfterMs || pollAgainMs)
    })
    return 'elapsed'
  }

  /** The hot path. One state for all who are leased, so that a person costs no change of the state. */
  async #perform(): Promise<EffectRunEvent> {
    const { admission, results, slots, isOpen } = this.#ports
    do {
      await results.waitForCapacity()
      const permit = await admission.acquire()
      if (permit === 'denied') return 'denied'
      const release = slots.tryAcquire() ?? (await acquireWhile(slots, isOpen))
      if (!release) {
        permit?.limiter.release(permit)
        return 'closed'
      }
      this.#begin(this.#leased.shift()!, permit, release)
      if (this.#leased.length === 0) return 'allBegun'
    } while (await isOpen())
    return 'closed'
  }

  #begin(person: Person, permit: Permit | null, release: () => void): void {
    const call = this.#ports.perform(person, permit).finally(() => {
      release()
      permit?.limiter.release(permit)
      this.#underWay.delete(call)
      this.#wake()
    })
    this.#underWay.add(call)
  }

  /** They keep their place in the order: they are due since they were. */
  async #giveBack(): Promise<EffectRunEvent> {
    await this.#ports.giveBack(this.#leased)
    this.#leased = []
    return 'returned'
  }

  async #drain(): Promise<EffectRunEvent> {
    // For others: nobody of this run will use them.
    this.#ports.admission.release()
    await Promise.all(this.#underWay)
    await this.#ports.results.drain()
    return 'drained'
  }

  /**
   * A lease whose answer was lost on the way belongs to a worker that lives and does not know of it. Once everything we know
   * of is written, whatever we still hold at this step never began.
   */
  async #recover(): Promise<void> {
    try {
      await Promise.all(this.#underWay)
      await this.#ports.results.drain()
      await this.#ports.returnAll()
      this.#move('drained')
    } finally {
      this.#ports.admission.release()
    }
  }
}

/** While every place is taken, a stop or a pause must still reach those who are leased and not begun. */
async function acquireWhile(slots: Semaphore, shouldContinue: () => Promise<boolean>): Promise<(() => void) | null> {
  const place = slots.acquire()
  let isGivenUp = true
  try {
    do {
      let timer: NodeJS.Timeout | undefined
      const timeout = new Promise<null>((resolve) => (timer = setTimeout(resolve, pollAgainMs, null)))
      const release = await Promise.race([place, timeout])
      clearTimeout(timer)
      if (release) {
        isGivenUp = false
        return release
      }
    } while (await shouldContinue())
    return null
  } finally {
    if (isGivenUp) void place.then((release) => release())
  }
}
