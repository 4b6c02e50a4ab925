import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { ensurePartitions } from './ensure-partitions.ts'

export const partitionsJob = defineJob({
  name: 'partitions',
  data: z.object({}),
  retry: 'slow',
  concurrency: 1,
  schedule: '7 3 * * *',
  run: ({ deps }) => ensurePartitions(deps),
})
