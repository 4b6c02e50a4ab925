import { parseBaseUrl } from '@tabiji/shared/http-call/action/base-url.ts'
import type { Note } from '@tabiji/shared/action-import/collect-notes.ts'
import {
  type JsonObject,
  listOf,
  ownMember,
  objectOf,
  type OpenApiDocument,
  shown,
  textOf,
} from './documents/open-api-document.ts'
import type { FoundOperation } from './list-operations.ts'

/** The base URL of the operation: the first https server of the document, with the defaults of its variables. */
export function serverAddress(
  document: OpenApiDocument,
  { operation, pathItem }: FoundOperation,
  sourceUrl: string | undefined,
  note: Note,
): string {
  const urls = document.version === '2.0' ? swaggerUrls(document.root) : serverUrls(document, operation, pathItem, note)
  const absolute = urls.map((url) => absoluteUrl(url, sourceUrl))
  const chosen = absolute.find((url) => url.startsWith('https://')) ?? absolute[0] ?? absoluteUrl('/', sourceUrl)
  const others = absolute.filter((url) => url !== chosen)
  if (others.length > 0) note('openApi.otherServers', { chosen, others: others.slice(0, 5).map(shown).join(', ') })
  if (!parseBaseUrl(chosen).ok) note('openApi.baseUrlToFill', { baseUrl: chosen })
  return chosen
}

function swaggerUrls(root: JsonObject): string[] {
  const host = textOf(root['host']) || '{host}'
  const basePath = textOf(root['basePath'])
  const schemes = listOf(root['schemes']).map(textOf)
  if (host === '{host}') return [basePath || '/']
  const usable = schemes.filter((scheme) => scheme === 'https' || scheme === 'http')
  return [`${usable.includes('https') || usable.length === 0 ? 'https' : 'http'}://${host}${basePath}`]
}

function serverUrls(document: OpenApiDocument, operation: JsonObject, pathItem: JsonObject, note: Note): string[] {
  const servers = [operation, pathItem, document.root]
    .map((owner) => listOf(owner['servers']))
    .find((list) => list.length > 0)
  return (servers ?? []).slice(0, 50).map((entry, index) => {
    const server = objectOf(entry)
    const variables = objectOf(server['variables'])
    const used: string[] = []
    const url = textOf(server['url']).replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      const variable = objectOf(ownMember(variables, name))
      const value = String(variable['default'] ?? listOf(variable['enum'])[0] ?? '')
      if (value === '') return whole
      used.push(`${name} = ${value}`)
      return value
    })
    if (index === 0 && used.length > 0) note('openApi.serverVariables', { variables: shown(used.join(', ')) })
    return url
  })
}

/** An address without a host is relative to the host of the document. */
function absoluteUrl(url: string, sourceUrl: string | undefined): string {
  const plain = url.trim().replace(/[?#].*$/, '')
  if (/^https?:\/\//i.test(plain)) return plain.replace(/\/+$/, '')
  if (plain.startsWith('//')) return `https:${plain}`.replace(/\/+$/, '')
  const base = sourceUrl === undefined ? null : URL.parse(plain || '/', sourceUrl)
  if (base) return `${base.origin}${base.pathname}`.replace(/\/+$/, '')
  return `https://{host}${plain.startsWith('/') ? plain : `/${plain}`}`.replace(/\/+$/, '')
}
