import { JSONPathEnvironment, type JSONPathQuery, type JSONValue } from 'json-p3'
import { err, ok, type Result } from '../result.ts'

// RFC 9535. The depth bounds `..` on hostile replies.
const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: 100 })

const maxCached = 500
const cache = new Map<string, JSONPathQuery>()

/** The query, or why the text is none. */
export function parseJsonPath(text: string): Result<JSONPathQuery, string> {
  const known = cache.get(text)
  if (known) return ok(known)
  try {
    const query = environment.compile(text)
    if (cache.size >= maxCached) cache.delete(cache.keys().next().value ?? '')
    cache.set(text, query)
    return ok(query)
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
}

/** The first match, undefined when there is none. */
export function firstMatch(query: JSONPathQuery, document: unknown): unknown {
  try {
    return query.match(document as JSONValue)?.value
  } catch {
    // A reply nested deeper than the limit has nothing a path could be meant for.
    return undefined
  }
}
