import type { Semaphore } from '../../kernel/concurrency/semaphore.ts'
import { createSemaphore } from '../../kernel/concurrency/semaphore.ts'
import { createLimitPerKey, type LimitPerKey } from '../../kernel/concurrency/limit-per-key.ts'

/** Limits that protect workspaces from each other: the sender of a file decides how long it takes. */
export type Uploads = {
  /** How many files a workspace may send at once. */
  perWorkspace: LimitPerKey
  /** How many chunks of rows are written at once. Each uses a connection of the pool while PostgreSQL writes. */
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
