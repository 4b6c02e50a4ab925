import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { z } from 'zod'
import { ServiceError } from '../errors.ts'

export type Page<T> = { items: T[]; nextCursor: string | null }

const defaultLimit = 50
const maxLimit = 200

/** Every list has these two inputs, over tRPC and over REST (where numbers arrive as text). */
export const pageInput = z.object({
  limit: z.coerce.number().int().min(1).max(maxLimit).default(defaultLimit),
  cursor: z.string().max(2000).optional(),
})
export type PageInput = z.input<typeof pageInput>

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/**
 * Keyset paging: read `limit + 1` rows after the key in the cursor. The extra row only shows that there are more. The key holds
 * the values of the order by, with the id last.
 */
export function toPage<Row, T>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => PageKey,
  toItem: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  }
}

type PageKey = (string | number | null)[]

function encodeCursor(key: PageKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The schema describes the key of this list, so a cursor of another list is refused and not misread. */
export function decodeCursor<T>(cursor: string | undefined, key: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined
  const parsed = key.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!parsed.success) throw new ServiceError('badRequest', { text: 'cursorUnknown' })
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return undefined
  }
}
