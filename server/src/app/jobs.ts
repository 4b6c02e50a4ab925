import type { JobDefinition } from '../kernel/jobs/define-job.ts'

/** Every kind of background work. A new kind is its file and one line here. */
export const jobDefinitions: readonly JobDefinition[] = []
