export type WorkerTable = {
  id: string
  started_at: Date
  seen_at: Date
}
