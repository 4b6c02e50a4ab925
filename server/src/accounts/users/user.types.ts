import type { Locale } from '@tabiji/shared/messages/locale.ts'

export type User = { id: string; name: string; email: string; locale: Locale | null }
