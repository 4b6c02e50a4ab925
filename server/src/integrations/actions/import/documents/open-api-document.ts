import { withoutSecrets } from '@tabiji/shared/auth/replace-secrets.ts'
import { Refusal } from '@tabiji/shared/action-import/refusal.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

// A reference is looked up at each use, and a document may refer to itself. The limit therefore counts lookups, not the
// size of the output.
const mostLookups = 200_000
const longestChain = 50
// Properties copied while schemas are merged. The largest operation of GitHub's document needs 226.
const mostMerged = 1_000_000

export class OpenApiDocument {
  readonly root: JsonObject
  readonly version: '2.0' | '3.0' | '3.1'
  #lookups = 0
  #merged = 0

  constructor(root: Json) {
    if (!isObject(root)) throw new Refusal('openApi.notOpenApi')
    this.root = root
    this.version = versionOf(root)
  }

  /** Follows local references up to the object itself. Never fetches anything. */
  resolve(value: Json | undefined): JsonObject {
    let found = value
    for (let step = 0; isObject(found) && typeof found['$ref'] === 'string'; step++) {
      if (++this.#lookups > mostLookups) throw new Refusal('openApi.tooDeep')
      const ref = found['$ref']
      if (step >= longestChain) throw new Refusal('openApi.refLoop', { ref: shown(ref) })
      const target = this.#lookUp(ref)
      const { $ref: _ref, ...siblings } = found
      // Since OpenAPI 3.1 a reference may have sibling keys.
      found = Object.keys(siblings).length > 0 && isObject(target) ? { ...target, ...siblings } : target
    }
    return isObject(found) ? found : {}
  }

  /** Counts the cost of merging schemas, because a few large ones may be referenced many times. */
  countMerged(properties: number): void {
    this.#merged += properties + 1
    if (this.#merged > mostMerged) throw new Refusal('openApi.tooDeep')
  }

  #lookUp(ref: string): Json {
    if (!ref.startsWith('#')) throw new Refusal('openApi.refExternal', { ref: shown(ref) })
    let found: Json | undefined = this.root
    for (const part of ref.slice(1).split('/').slice(1)) {
      const key = decodePart(part)
      if (Array.isArray(found)) found = found[Number(key)]
      else found = ownMember(found, key)
      if (found === undefined) break
    }
    if (found === undefined || ref === '#' || !ref.startsWith('#/'))
      throw new Refusal('openApi.refMissing', { ref: shown(ref) })
    return found
  }
}

function versionOf(root: JsonObject): OpenApiDocument['version'] {
  const { swagger, openapi } = root
  if (String(swagger ?? '').startsWith('2')) return '2.0'
  const version = String(openapi ?? '')
  if (/^3\.0(\.|$)/.test(version)) return '3.0'
  // 3.2 adds methods and streams. The parts that it shares with 3.1 read the same.
  if (/^3\.[12](\.|$)/.test(version)) return '3.1'
  if (swagger === undefined && openapi === undefined) throw new Refusal('openApi.notOpenApi')
  throw new Refusal('openApi.versionUnsupported', { version: shown(String(openapi ?? swagger)) })
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return part
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** An own member of a JSON object. Without the check, a name such as `constructor` would return an inherited member. */
export function ownMember(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export function shown(text: string): string {
  const plain = withoutSecrets(text)
  return plain.length > 100 ? `${plain.slice(0, 100)}…` : plain
}
