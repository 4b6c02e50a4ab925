import type { CallbackKey } from './callback-key.ts'

export type ExpectedCallback = CallbackKey & {
  endpointId: string
  journeyId: string
  enrollmentId: string
  visit: number
  expiresAt: Date
}
