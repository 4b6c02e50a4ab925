import { z } from 'zod'
import { defineJob } from '../../../kernel/jobs/define-job.ts'
import { drainEvents } from './drain-events.ts'

/** Processes the events that an endpoint received. */
export const eventJob = defineJob({
  name: 'event',
  data: z.object({ endpointId: z.string() }),
  retry: 'patient',
  concurrency: 20,
  run: drainEvents,
})
