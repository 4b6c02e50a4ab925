export type WorkerTable = {
  id: string
  started_at: Date
  seen_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    workers: WorkerTable
  }
}
