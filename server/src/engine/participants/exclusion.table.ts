export type ExclusionTable = {
  journey_id: string
  key: string
  created_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    exclusions: ExclusionTable
  }
}
