import { isDeeperThan } from '@tabiji/shared/kernel/is-deeper-than.ts'
import { ServiceError } from '../../errors.ts'

/** Deepest JSON that is taken from outside: zod, the compiler and the editor walk values by recursion. */
export const maxJsonDepth = 200

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ServiceError('badRequest', { text: 'bodyNotJson', params: { reason: (error as Error).message } })
  }
}

/** Refuses what is nested too deep, before anything walks it by recursion. */
export function requireDepth(value: unknown): void {
  if (isDeeperThan(value, maxJsonDepth))
    throw new ServiceError('invalid', { text: 'jsonTooDeep', params: { limit: maxJsonDepth } })
}
