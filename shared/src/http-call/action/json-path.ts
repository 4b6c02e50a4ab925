import { JSONPathEnvironment, type JSONPathQuery, type JSONValue } from 'json-p3'
import { err, ok, type Result } from '../../kernel/result.ts'
import { memoize } from '../../kernel/memoize.ts'

// RFC 9535. The depth limits `..` on hostile replies.
const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: 100 })

/** The parsed query, or the reason why the text is not a query. */
export const parseJsonPath: (text: string) => Result<JSONPathQuery, string> = memoize((text) => {
  try {
    return ok(environment.compile(text))
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
})

/** The first match, undefined when there is none. */
export function firstMatch(query: JSONPathQuery, document: unknown): unknown {
  try {
    return query.match(document as JSONValue)?.value
  } catch {
    // A reply nested deeper than the limit counts as having no match.
    return undefined
  }
}
