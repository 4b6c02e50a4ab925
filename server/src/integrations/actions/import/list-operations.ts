import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import {
  type JsonObject,
  listOf,
  objectOf,
  type OpenApiDocument,
  shown,
  textOf,
} from './documents/open-api-document.ts'

export type OperationSummary = {
  /** The value for `operationId` of the import: the document's own id, or "METHOD /path". */
  id: string
  method: string
  path: string
  summary: string
  tag: string
  isDeprecated: boolean
}

export type FoundOperation = { summary: OperationSummary; operation: JsonObject; pathItem: JsonObject }

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const
const mostOperations = 10_000

export function listOperations(document: OpenApiDocument): OperationSummary[] {
  return findOperations(document).map(({ summary }) => summary)
}

/** Finds an operation by the document's own id or by "METHOD /path". */
export function findOperation(document: OpenApiDocument, id: string): FoundOperation {
  const operations = findOperations(document)
  const wanted = id.trim()
  const [, method = '', path = ''] = /^([A-Za-z]+)\s+(\/.*)$/.exec(wanted) ?? []
  const found =
    operations.find(({ summary }) => summary.id.trim() === wanted) ??
    operations.find(({ operation }) => textOf(operation['operationId']).trim() === wanted) ??
    operations.find(({ summary }) => summary.path === path && summary.method === method.toUpperCase())
  if (found) return found
  const word = wanted.toLowerCase()
  const near = operations.filter(({ summary }) => summary.id.toLowerCase().includes(word)).slice(0, 3)
  const some = near.length > 0 ? near : operations.slice(0, 3)
  throw new Refusal('openApi.operationUnknown', {
    id: shown(id),
    some: some.map(({ summary }) => summary.id).join(', '),
  })
}

function findOperations(document: OpenApiDocument): FoundOperation[] {
  const found: FoundOperation[] = []
  const ids = new Set<string>()
  for (const [path, item] of Object.entries(objectOf(document.root['paths']))) {
    if (!path.startsWith('/')) continue
    const pathItem = document.resolve(item)
    for (const method of methods) {
      const operation = pathItem[method]
      if (operation === undefined) continue
      if (found.length >= mostOperations) throw new Refusal('openApi.tooManyOperations', { limit: mostOperations })
      const resolved = objectOf(operation)
      const own = textOf(resolved['operationId'])
      const id = own !== '' && !ids.has(own) ? own : `${method.toUpperCase()} ${path}`
      ids.add(id)
      found.push({
        operation: resolved,
        pathItem,
        summary: {
          id,
          method: method.toUpperCase(),
          path,
          summary: summaryOf(resolved).slice(0, 200),
          tag: textOf(listOf(resolved['tags'])[0]).slice(0, 100),
          isDeprecated: resolved['deprecated'] === true,
        },
      })
    }
  }
  if (found.length === 0) throw new Refusal('openApi.noOperations')
  return found
}

function summaryOf(operation: JsonObject): string {
  const summary = textOf(operation['summary']).trim()
  if (summary !== '') return summary
  return (
    textOf(operation['description'])
      .trim()
      .split(/\n|\.\s/)[0] ?? ''
  )
    .replace(/[*_`#]/g, '')
    .trim()
}
