export type InstanceSettingTable = {
  key: string
  value: string
  updated_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    instance_settings: InstanceSettingTable
  }
}
