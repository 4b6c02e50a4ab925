import { nextState, type Transitions } from '@tabiji/shared/kernel/transitions.ts'

export type StepRunState =
  /** No run of the step is under way. */
  | 'idle'
  | 'running'
  /** `run` was called again during the run, which therefore checks the step once more before it ends. */
  | 'askedAgain'
  /** The process stops: the run ends as soon as its current work is done. */
  | 'stopping'

type StepRunEvent = 'asked' | 'drained' | 'failed' | 'stopped'

export const stepRunTransitions: Transitions<StepRunState, StepRunEvent> = {
  idle: { asked: 'running' },
  running: { asked: 'askedAgain', drained: 'idle', failed: 'idle', stopped: 'stopping' },
  askedAgain: { asked: 'askedAgain', drained: 'running', failed: 'idle', stopped: 'stopping' },
  stopping: { drained: 'idle', failed: 'idle' },
}

type StepRun = { state: StepRunState; promise: Promise<void> }

/** Executes at most one run for each key, however often it is requested. It does not use the database: `drain` does the work. */
export class StepRuns<Step> {
  readonly #drain: (step: Step) => Promise<void>
  readonly #onError: (error: unknown, step: Step) => void
  readonly #runs = new Map<string, StepRun>()
  #isStopping = false

  constructor(drain: (step: Step) => Promise<void>, onError: (error: unknown, step: Step) => void) {
    this.#drain = drain
    this.#onError = onError
  }

  get isStopping(): boolean {
    return this.#isStopping
  }

  stateOf(key: string): StepRunState {
    return this.#runs.get(key)?.state ?? 'idle'
  }

  /**
   * Works until nobody is due. When it is called again during the work, it checks once more before it ends. Rejects when the run
   * fails.
   */
  run(key: string, step: Step): Promise<void> {
    if (this.#isStopping) return Promise.resolve()
    const running = this.#runs.get(key)
    if (running) {
      this.#move(running, 'asked')
      return running.promise
    }
    const made: StepRun = { state: 'idle', promise: Promise.resolve() }
    this.#move(made, 'asked')
    this.#runs.set(key, made)
    made.promise = this.#work(key, made, step)
    return made.promise
  }

  /** Claims nobody new and waits for the work under way. */
  async stop(): Promise<void> {
    this.#isStopping = true
    const runs = [...this.#runs.values()]
    for (const run of runs) if (run.state !== 'stopping') this.#move(run, 'stopped')
    await Promise.allSettled(runs.map(({ promise }) => promise))
  }

  async #work(key: string, run: StepRun, step: Step): Promise<void> {
    try {
      do {
        if (run.state === 'askedAgain') this.#move(run, 'drained')
        await this.#drain(step)
      } while (run.state === 'askedAgain')
      this.#move(run, 'drained')
    } catch (error) {
      this.#move(run, 'failed')
      this.#onError(error, step)
      throw error
    } finally {
      this.#runs.delete(key)
    }
  }

  #move(run: StepRun, event: StepRunEvent): void {
    run.state = nextState('step run', stepRunTransitions, run.state, event)
  }
}
