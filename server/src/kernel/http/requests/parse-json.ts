import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { isDeeperThan } from '@tabiji/shared/kernel/is-deeper-than.ts'
import { ServiceError } from '../../errors.ts'

/** The greatest depth of JSON accepted from outside: zod, the compiler and the editor process values recursively. */
export const maxJsonDepth = 200

export function parseJson(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch (error) {
    throw new ServiceError('badRequest', { text: 'bodyNotJson', params: { reason: (error as Error).message } })
  }
}

/** Refuses a value that is nested too deep, before recursive code processes it. */
export function requireDepth(value: unknown): void {
  if (isDeeperThan(value, maxJsonDepth))
    throw new ServiceError('invalid', { text: 'jsonTooDeep', params: { limit: maxJsonDepth } })
}
