import type { Locale } from '@tabiji/shared/messages/locale.ts'

export type WorkspaceSettings = {
  name: string
  timeZone: string
  /** `host`, `host:port` or CIDR that callouts may reach though private or without https. */
  calloutAllow: string[]
  mailFrom: string | null
  /** In which Tabiji itself writes, such as alerts. */
  language: Locale
  /** Days that records are kept; null as the installation has it. */
  retentionDays: number | null
}

export type WorkspaceRetention = { workspaceId: string; days: number }
