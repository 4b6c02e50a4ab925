import { Worker } from 'node:worker_threads'
import { codeLimits } from '@tabiji/shared/code/code-limits.ts'
import { budgetLimits } from '../concurrency/budgets.ts'
import { createFairQueue, type FairQueue, type WorkOwner } from '../concurrency/fair-queue.ts'
import type { CodeOutcome, CodeTask } from './sandbox.ts'

export type CodeRunner = {
  /** Rejects when the owner has too much waiting, for a fault of this product, or when the runner is closed meanwhile. */
  run(task: CodeTask, owner: WorkOwner): Promise<CodeOutcome>
  close(): Promise<void>
}

/** An idle thread ends after this time and frees its memory of about 20 MB. */
const idleMs = 60_000

/**
 * QuickJS checks its clock only between its own instructions, so one long built-in can exceed the limit. A thread that
 * used this much CPU time more is terminated from outside.
 */
const graceSeconds = 1
const lookMs = 250

type Thread = { worker: Worker; idle: NodeJS.Timeout | null }

/**
 * Runs the code of code steps in threads, which start when first needed. Even hostile code blocks only its own thread:
 * one run takes at most two seconds of CPU time. Workspaces take turns.
 */
export function createCodeRunner({
  cpuSeconds = codeLimits.seconds,
  turns = createFairQueue(budgetLimits.code),
}: { cpuSeconds?: number; turns?: FairQueue } = {}): CodeRunner {
  const idle: Thread[] = []
  const all = new Set<Thread>()
  let isClosed = false

  const start = (): Thread => {
    const worker = new Worker(new URL('./code-thread.ts', import.meta.url), {
      env: {},
      workerData: { cpuSeconds },
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    })
    const thread: Thread = { worker, idle: null }
    all.add(thread)
    worker.on('exit', () => {
      all.delete(thread)
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1)
    })
    // The `exit` event that follows is handled. Without this listener the error would end the process.
    worker.on('error', () => {})
    return thread
  }

  const rest = (thread: Thread) => {
    if (!all.has(thread)) return
    idle.push(thread)
    // An idle thread does not keep the process alive.
    thread.worker.unref()
    thread.idle = setTimeout(() => {
      // Removed before it is terminated, so that no task is given to a thread that is ending.
      idle.splice(idle.indexOf(thread), 1)
      void thread.worker.terminate()
    }, idleMs).unref()
  }

  return {
    run: (task, owner) =>
      turns.run(owner, async () => {
        if (isClosed) throw new Error('the code runner is closed')
        const thread = idle.pop() ?? start()
        if (thread.idle) clearTimeout(thread.idle)
        thread.worker.ref()
        const outcome = await runOn(thread.worker, task, (cpuSeconds + graceSeconds) * 1e6)
        rest(thread)
        return outcome
      }),
    async close() {
      isClosed = true
      await Promise.all([...all].map(({ worker }) => worker.terminate()))
    },
  }
}

function runOn(worker: Worker, task: CodeTask, hardLimitMicroseconds: number): Promise<CodeOutcome> {
  return new Promise((resolve, reject) => {
    let usedBefore: number | null = null
    let isEnded = false
    let isSettled = false
    const watch = setInterval(async () => {
      const used = await worker.cpuUsage().then(
        ({ user, system }) => user + system,
        () => null,
      )
      // By now the thread may run another task.
      if (used === null || isSettled) return
      usedBefore ??= used
      if (used - usedBefore <= hardLimitMicroseconds) return
      isEnded = true
      await worker.terminate()
    }, lookMs)
    const settle = () => {
      isSettled = true
      clearInterval(watch)
      worker.off('message', onMessage)
      worker.off('exit', onExit)
    }
    const onMessage = (outcome: CodeOutcome) => {
      settle()
      resolve(outcome)
    }
    const onExit = () => {
      settle()
      if (isEnded) resolve({ fault: { kind: 'limit', limit: 'time', at: null } })
      // The process is stopping, or the product has a fault: the enrollment must not fail for either.
      else reject(new Error('the thread that ran the code ended'))
    }
    worker.on('message', onMessage)
    worker.on('exit', onExit)
    worker.postMessage(task)
  })
}
