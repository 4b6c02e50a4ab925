import type { LocalizedText } from '../locale.ts'

/** The texts of one area by code. A text says what is wrong, where, and what to do. */
export type MessageTable = Record<string, LocalizedText>
