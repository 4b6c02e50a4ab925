import { createLimitPerKey, type LimitPerKey } from '../../kernel/concurrency/limit-per-key.ts'

/** Protects workspaces from each other: the sender of a file decides how long it takes. */
export type Uploads = {
  /** How many files a workspace may send at once. */
  perWorkspace: LimitPerKey
}

const uploadsPerWorkspace = 4

export function createUploads(): Uploads {
  return { perWorkspace: createLimitPerKey(uploadsPerWorkspace) }
}

declare module '../../kernel/deps.ts' {
  interface Deps {
    uploads: Uploads
  }
}
