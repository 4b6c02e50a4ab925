import type { Generated } from 'kysely'

/** Participants with new values whose conditional waits have to be looked at again. Rows live for half a second. */
export type WaitRechecksTable = {
  id: Generated<string>
  participant_id: string
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    wait_rechecks: WaitRechecksTable
  }
}
