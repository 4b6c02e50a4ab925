import { systemClock } from '../../kernel/clock.ts'

export type Running = { address: string; stop(): Promise<void> }

export type StartEvents = {
  progress: (line: string) => void
  onLost: (error: Error) => void
  /** Aborted when the process is asked to stop before it is ready. */
  signal: AbortSignal
}

/** Starts, prints the progress and finally the address. Stops on Ctrl-C, on SIGTERM and when the terminal is closed. */
export async function runUntilStopped(start: (events: StartEvents) => Promise<Running>): Promise<void> {
  const aborter = new AbortController()
  let stoppingSince: number | undefined

  const stop = async (exitCode: number) => {
    if (stoppingSince !== undefined) {
      // One Ctrl-C arrives twice: from the terminal and from npm. A second Ctrl-C by a person comes later and stops at
      // once.
      if (systemClock.monotonic() - stoppingSince > 2000) process.exit(130)
      return
    }
    stoppingSince = systemClock.monotonic()
    console.log('Stopping …')
    aborter.abort()
    try {
      const running = await starting.catch(() => undefined)
      await running?.stop()
    } catch (error) {
      fail('Tabiji did not stop cleanly', error)
    }
    process.exit(exitCode)
  }
  process.on('SIGINT', () => void stop(0))
  process.on('SIGTERM', () => void stop(0))
  process.on('SIGHUP', () => void stop(0))

  const starting = (async () =>
    start({
      progress: (line) => console.log(line),
      onLost: (error) => {
        console.error(`The database is gone: ${error.message}`)
        void stop(1)
      },
      signal: aborter.signal,
    }))()
  try {
    const { address } = await starting
    if (aborter.signal.aborted) return
    console.log('Tabiji is ready. Stop it with Ctrl-C. Open')
    console.log(address)
  } catch (error) {
    // When aborted, `stop` ends the process after everything started was undone.
    if (!aborter.signal.aborted) fail('Tabiji did not start', error)
  }
}

function fail(what: string, thrown: unknown): never {
  // When undoing fails too, the first error is the one to show.
  const error = thrown instanceof SuppressedError ? thrown.suppressed : thrown
  const isBug = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  console.error(`${what}: ${isBug ? stack : message}`)
  process.exit(1)
}
