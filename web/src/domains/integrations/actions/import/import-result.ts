import { pathBelowBaseUrl } from '@tabiji/shared/action-import/path-below-base-url.ts'
import type { Inputs, Outputs } from '../../../../lib/api/api-types.ts'

export type ImportResult = Outputs['externalActions']['import']
export type Operation = Outputs['externalActions']['operations']['operations'][number]
export type OptionalField = NonNullable<ImportResult['optional']>[number]

/** Where a document is: its text, or an address. */
export type DocumentSource = Inputs['externalActions']['operations']

export const maxDocumentBytes = 16 * 1024 * 1024

/** As it is sent: JSON as an object, since text inside of JSON would be written with an escape for each of its quotes. */
export function sourceOfText(text: string): DocumentSource {
  if (/^\s*\{/.test(text)) {
    try {
      return { openapi: JSON.parse(text) as Record<string, unknown> }
    } catch {
      // The server says what is wrong with it.
    }
  }
  return { openapi: text }
}

export type Match<Connection> = { connection: Connection; path: string }

/** Connections that reach the address of what was imported, the closest first. */
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

/** Every word somewhere in the operation, in any case. */
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

/** A name for a connection that was found: its host without what every host has. */
export function connectionName(baseUrl: string): string {
  const host = /^https?:\/\/([^/:]+)/.exec(baseUrl)?.[1] ?? ''
  return host.replace(/^(www|api|rest)\./, '')
}
