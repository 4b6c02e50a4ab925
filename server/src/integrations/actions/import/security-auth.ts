import type { ImportedAuth } from '@tabiji/shared/action-import/imported-action.ts'
import type { Note } from '@tabiji/shared/action-import/collect-notes.ts'
import {
  isObject,
  type JsonObject,
  listOf,
  ownMember,
  objectOf,
  type OpenApiDocument,
  textOf,
} from './documents/open-api-document.ts'

type Scheme = { name: string; scheme: JsonObject; scopes: string[] }

/** The auth that was found, and query parameters with credentials that the connection cannot hold. */
export type SecurityResult = { auth: ImportedAuth; queryKeys: string[]; headers: Set<string> }

/** The auth that the document asks for, as the auth of a connection with empty secrets. */
export function securityAuth(document: OpenApiDocument, operation: JsonObject, note: Note): SecurityResult {
  const requirements = listOf(operation['security'] ?? document.root['security']).filter(isObject)
  const none: SecurityResult = { auth: { kind: 'none' }, queryKeys: [], headers: new Set() }
  const ways = requirements
    .map((requirement) => schemesOf(document, requirement))
    .filter((way): way is Scheme[] => way !== null && way.length > 0)
  if (ways.length === 0) {
    const isAsked = requirements.some((requirement) => Object.keys(requirement).length > 0)
    const isOptional = requirements.some((requirement) => Object.keys(requirement).length === 0)
    if (isAsked && !isOptional)
      note('openApi.authUnsupported', { names: requirements.flatMap((one) => Object.keys(one)).join(', ') })
    return none
  }
  const results = ways.map((way) => resultOf(way, document))
  const index = results.findIndex(({ result }) => result.auth.kind !== 'none' && result.queryKeys.length === 0)
  const chosen = results[Math.max(0, index)]
  if (!chosen) return none
  if (ways.length > 1)
    note('openApi.authChosen', {
      chosen: chosen.names,
      others: results
        .filter((one) => one !== chosen)
        .map(({ names }) => names)
        .join(', '),
    })
  if (chosen.isGuessed) note('openApi.authGuessed', { name: chosen.names })
  if (chosen.result.queryKeys.length > 0) note('openApi.secretAsToken', { names: chosen.result.queryKeys.join(', ') })
  if (chosen.result.auth.kind !== 'none') note('openApi.authToFill', { name: chosen.names })
  return chosen.result
}

function schemesOf(document: OpenApiDocument, requirement: JsonObject): Scheme[] | null {
  const defined =
    document.version === '2.0'
      ? objectOf(document.root['securityDefinitions'])
      : objectOf(objectOf(document.root['components'])['securitySchemes'])
  const schemes = Object.entries(requirement).map(([name, scopes]) => ({
    name,
    scheme: document.resolve(ownMember(defined, name)),
    scopes: listOf(scopes).map(textOf),
  }))
  return schemes.every(({ scheme }) => isKnown(scheme)) ? schemes : null
}

function isKnown(scheme: JsonObject): boolean {
  const type = textOf(scheme['type'])
  if (type === 'http') return /^(basic|bearer|token|apikey)$/i.test(textOf(scheme['scheme']))
  return type === 'basic' || type === 'apiKey' || type === 'oauth2' || type === 'openIdConnect'
}

type Way = { result: SecurityResult; names: string; isGuessed: boolean }

function resultOf(schemes: Scheme[], document: OpenApiDocument): Way {
  const names = schemes.map(({ name }) => name).join(' + ')
  const [only, ...others] = schemes
  if (only && others.length === 0) {
    const { auth, isGuessed } = authOf(only, document)
    return { result: { auth, queryKeys: [], headers: headersOf(auth) }, names, isGuessed }
  }
  // Several keys fit into one connection as headers. A query key beside them does not.
  const auths = schemes.map((scheme) => authOf(scheme, document))
  const queryKeys = auths.flatMap(({ auth }) => (auth.kind === 'apiKey' && auth.in === 'query' ? [auth.name] : []))
  const [lastKey] = queryKeys.slice(-1)
  if (lastKey !== undefined && queryKeys.length === auths.length) {
    const auth: ImportedAuth = { kind: 'apiKey', name: lastKey, value: '', in: 'query' }
    return { result: { auth, queryKeys: queryKeys.slice(0, -1), headers: new Set() }, names, isGuessed: false }
  }
  const headers = auths.flatMap(({ auth }) => [...headersOf(auth)].map((name) => ({ name, value: '' })))
  const auth: ImportedAuth = { kind: 'secretHeaders', headers }
  return { result: { auth, queryKeys, headers: headersOf(auth) }, names, isGuessed: auths.some((one) => one.isGuessed) }
}

function authOf({ scheme, scopes }: Scheme, document: OpenApiDocument): { auth: ImportedAuth; isGuessed: boolean } {
  const type = textOf(scheme['type'])
  const name = textOf(scheme['name'])
  if (type === 'basic') return sure({ kind: 'basic', username: '', password: '' })
  if (type === 'http') {
    const kind = textOf(scheme['scheme'])
    if (/^basic$/i.test(kind)) return sure({ kind: 'basic', username: '', password: '' })
    return sure({ kind: 'bearer', token: '', ...(!/^bearer$/i.test(kind) && { prefix: kind }) })
  }
  if (type === 'apiKey') {
    if (scheme['in'] === 'cookie') return sure({ kind: 'secretHeaders', headers: [{ name: 'Cookie', value: '' }] })
    if (scheme['in'] === 'query') return sure({ kind: 'apiKey', name, value: '', in: 'query' })
    return sure({ kind: 'apiKey', name: name || 'Authorization', value: '', in: 'header' })
  }
  if (type === 'oauth2') return oauthOf(scheme, scopes, document)
  return { auth: { kind: 'bearer', token: '' }, isGuessed: true }
}

const swaggerFlows = new Map([
  ['application', 'clientCredentials'],
  ['accessCode', 'authorizationCode'],
])

function oauthOf(
  scheme: JsonObject,
  scopes: string[],
  document: OpenApiDocument,
): { auth: ImportedAuth; isGuessed: boolean } {
  const flows: Record<string, JsonObject> =
    document.version === '2.0'
      ? {
          [swaggerFlows.get(textOf(scheme['flow'])) ?? 'other']: scheme,
        }
      : Object.fromEntries(Object.entries(objectOf(scheme['flows'])).map(([name, flow]) => [name, objectOf(flow)]))
  const scope = scopes.join(' ')
  const secrets = { clientId: '', clientSecret: '', ...(scope !== '' && { scope }) }
  const own = flows['clientCredentials']
  // A journey runs without a person, so a flow without consent is preferred.
  if (own && isAddress(own['tokenUrl']))
    return sure({ kind: 'oauth2ClientCredentials', tokenUrl: textOf(own['tokenUrl']), ...secrets, clientAuth: 'basic' })
  const code = flows['authorizationCode']
  if (code && isAddress(code['tokenUrl']) && isAddress(code['authorizationUrl']))
    return sure({
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: textOf(code['authorizationUrl']),
      tokenUrl: textOf(code['tokenUrl']),
      ...secrets,
      pkce: true,
    })
  return { auth: { kind: 'bearer', token: '' }, isGuessed: true }
}

function isAddress(value: JsonObject[string] | undefined): boolean {
  return /^https?:\/\//.test(textOf(value))
}

function sure(auth: ImportedAuth): { auth: ImportedAuth; isGuessed: boolean } {
  return { auth, isGuessed: false }
}

function headersOf(auth: ImportedAuth): Set<string> {
  if (auth.kind === 'secretHeaders') return new Set(auth.headers.map(({ name }) => name))
  if (auth.kind === 'apiKey') return new Set(auth.in === 'header' ? [auth.name] : [])
  return new Set(auth.kind === 'none' ? [] : ['Authorization'])
}
