import { passwordMailJob } from '../accounts/passwords/password-mail-job.ts'
import { cleanUpAccessJob } from '../accounts/sessions/clean-up-access-job.ts'
import { resumeJob } from '../engine/relocation/resume-job.ts'
import { sweepJob } from '../engine/relocation/sweep-job.ts'
import { cleanUpEventsJob } from '../inbound/events/clean-up-events-job.ts'
import { eventJob } from '../inbound/events/process/event-job.ts'
import { cleanUpImportsJob } from '../inbound/imports/run/clean-up-imports-job.ts'
import { importJob } from '../inbound/imports/run/import-job.ts'
import { alertJob } from '../journeys/alerts/alert-job.ts'
import { cleanUpRunsJob } from '../kernel/jobs/clean-up-runs-job.ts'
import { securityEventStreamJob } from '../kernel/security-events/stream/security-event-stream-job.ts'
import type { JobDefinition } from '../kernel/jobs/define-job.ts'
import { erasePersonJob } from '../operations/erasure/erase-person-job.ts'
import { partitionsJob } from '../operations/retention/partitions-job.ts'
import { retentionJob } from '../operations/retention/retention-job.ts'
import { counterCheckJob } from '../operations/self-check/counter-check-job.ts'

/** Every kind of background work. A new kind is its file and one line here. */
export const jobDefinitions = [
  importJob,
  eventJob,
  sweepJob,
  resumeJob,
  alertJob,
  erasePersonJob,
  partitionsJob,
  retentionJob,
  cleanUpImportsJob,
  cleanUpEventsJob,
  counterCheckJob,
  cleanUpRunsJob,
  cleanUpAccessJob,
  securityEventStreamJob,
  passwordMailJob,
] as const satisfies readonly JobDefinition[]

/** The web needs a text for each name: a kind without texts does not compile. */
export type JobName = (typeof jobDefinitions)[number]['name']
