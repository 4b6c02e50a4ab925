import { pathBelowBaseUrl } from '@tabiji/shared/action-import/path-below-base-url.ts'
import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import type { Inputs, Outputs } from '../../../../lib/api/api-types.ts'

export type ImportResult = Outputs['externalActions']['import']
export type Operation = Outputs['externalActions']['operations']['operations'][number]
export type OptionalField = NonNullable<ImportResult['optional']>[number]

/** The source of a document: its text or an address. */
export type DocumentSource = Inputs['externalActions']['operations']

export const maxDocumentBytes = 16 * 1024 * 1024

/** The source as sent. JSON is sent as an object, because JSON inside a string would need an escape for every quote. */
export function sourceOfText(text: string): DocumentSource {
  if (/^\s*\{/.test(text)) {
    try {
      return { openapi: parseExactJson(text) as Record<string, unknown> }
    } catch {
      // The server reports what is wrong with it.
    }
  }
  return { openapi: text }
}

export type Match<Connection> = { connection: Connection; path: string }

/** Connections whose base URL covers the imported address, the closest match first. */
export function matchingConnections<Connection extends { baseUrl: string }>(
  { connection: { baseUrl }, action: { path } }: ImportResult,
  connections: readonly Connection[],
): Match<Connection>[] {
  return connections
    .flatMap((connection) => {
      const relativePath = pathBelowBaseUrl(baseUrl, path, connection.baseUrl)
      return relativePath === null ? [] : [{ connection, path: relativePath }]
    })
    .toSorted((a, b) => b.connection.baseUrl.length - a.connection.baseUrl.length)
}

/** Finds operations that contain every word, ignoring case. */
export function searchOperations(operations: readonly Operation[], typed: string): readonly Operation[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return operations
  return operations.filter(({ id, method, path, summary, tag }) => {
    const text = `${method} ${path} ${summary} ${id} ${tag}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** A name for the connection: its host without common prefixes. */
export function connectionName(baseUrl: string): string {
  const host = /^https?:\/\/([^/:]+)/.exec(baseUrl)?.[1] ?? ''
  return host.replace(/^(www|api|rest)\./, '')
}
