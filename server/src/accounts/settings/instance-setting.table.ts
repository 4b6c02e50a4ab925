export type InstanceSettingTable = {
  key: string
  value: string
  updated_at: Date
}
