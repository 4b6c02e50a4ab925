import type { Semaphore } from '../../kernel/concurrency/semaphore.ts'
import { createSemaphore } from '../../kernel/concurrency/semaphore.ts'
import { createLimitPerKey, type LimitPerKey } from '../../kernel/concurrency/limit-per-key.ts'

/** What keeps the files of one workspace from the others: their senders decide how long they take. */
export type Uploads = {
  /** Files that a workspace may send at once. */
  perWorkspace: LimitPerKey
  /** Chunks of rows that are written at once; each takes a connection of the pool for as long as PostgreSQL needs. */
  copies: Semaphore
}

const uploadsPerWorkspace = 4
const copiesAtOnce = 3

export function createUploads(): Uploads {
  return { perWorkspace: createLimitPerKey(uploadsPerWorkspace), copies: createSemaphore(copiesAtOnce) }
}

declare module '../../kernel/deps.ts' {
  interface Deps {
    uploads: Uploads
  }
}
