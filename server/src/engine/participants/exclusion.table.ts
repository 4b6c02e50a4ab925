export type ExclusionTable = {
  journey_id: string
  key: string
  created_at: Date
}
