import { availableParallelism } from 'node:os'
import type { Actor } from '../actor.ts'
import { createFairQueue, type FairQueue, type FairQueueLimits, type WorkOwner } from './fair-queue.ts'

/** One processor stays free for everything else. */
export const codeThreads = Math.min(4, Math.max(1, availableParallelism() - 1))

/**
 * What somebody can start and what then uses something that all workspaces of a process share. The limits count per process.
 */
export const budgetLimits = {
  /** Threads that run the code of code steps, for journeys and for tries. */
  code: { atOnce: codeThreads, waitingPerPerson: 2 },
  /** Threads that parse YAML: 5 MB take 250 MB and several seconds. */
  yaml: { atOnce: 1, waitingPerWorkspace: 5 },
  /** Mails and survey pages rendered for a preview, on the main thread. */
  mailPreview: { atOnce: 1, waitingPerPerson: 5 },
  /** Requests to other systems that a person waits for: tests of actions and connections, documents by address. */
  testCall: { atOnce: 40, perWorkspace: 10, waitingPerPerson: 5 },
  /** Chunks of uploaded rows that PostgreSQL writes. Each uses a connection of the pool. */
  uploadChunk: { atOnce: 3 },
  /** Parts of files that are read from the database to be sent. */
  export: { atOnce: 4, perWorkspace: 2 },
} as const satisfies Record<string, FairQueueLimits>

export type BudgetKind = keyof typeof budgetLimits
export type Budgets = Readonly<Record<BudgetKind, FairQueue>>

export function createBudgets(): Budgets {
  return {
    code: createFairQueue(budgetLimits.code),
    yaml: createFairQueue(budgetLimits.yaml),
    mailPreview: createFairQueue(budgetLimits.mailPreview),
    testCall: createFairQueue(budgetLimits.testCall),
    uploadChunk: createFairQueue(budgetLimits.uploadChunk),
    export: createFairQueue(budgetLimits.export),
  }
}

/** The caller of an operation. What the system does by itself has no person. */
export function ownerOf({ workspaceId, actor }: { workspaceId: string; actor: Actor }): WorkOwner {
  return { workspaceId, personId: actor.id }
}
