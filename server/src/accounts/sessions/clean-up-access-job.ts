import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { removeExpiredLimits } from '../../kernel/request-limits/remove-expired-limits.ts'
import { removeOldSecurityEvents } from '../../kernel/security-events/remove-old-security-events.ts'
import { deleteExpiredSessions } from './session.repository.ts'

const batchSize = 5000

/** Removes what nobody needs any more: limits that have run out, ended sessions, old security events. */
export const cleanUpAccessJob = defineJob({
  name: 'cleanUpAccess',
  data: z.object({}),
  retry: 'slow',
  concurrency: 1,
  schedule: '27 * * * *',
  run: async ({ batch }) => {
    for (let more = true; more;)
      more = await batch(async (deps) => {
        const removed = [
          await removeExpiredLimits(deps, batchSize),
          await deleteExpiredSessions(deps.db, deps.clock.now(), batchSize),
          await removeOldSecurityEvents(deps, batchSize),
        ]
        return removed.includes(batchSize)
      })
  },
})
