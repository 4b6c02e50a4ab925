import { z } from 'zod'
import { defineOperation } from '../operations/define-operation.ts'
import { cancelRun } from './cancel-run.ts'
import { listBackgroundWork } from './list-background-work.ts'
import { retryRun } from './retry-run.ts'

const runInput = z.object({ id: z.uuid() })

export const jobOperations = {
  list: defineOperation({ kind: 'query', role: 'admin', run: listBackgroundWork }),
  retry: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: runInput,
    audit: 'backgroundRunRetried',
    run: retryRun,
  }),
  cancel: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: runInput,
    audit: 'backgroundRunCancelled',
    run: cancelRun,
  }),
}
