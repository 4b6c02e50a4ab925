import { markPlaceholders } from './mark-placeholders.ts'
import { isKnownSecret, isSecretName } from '../auth/secret-names.ts'
import { markSource, replaceMarks } from '../text/variable-mark.ts'
import { parseJsonTemplate } from '../text/json-template.ts'
import { isPerCallName } from '../http-call/request/generated-value.ts'
import type { HiddenSecrets } from './hidden-secrets.ts'
import type { ImportedTokens } from './imported-tokens.ts'

/** These have no meaning in JSON outside a quoted string, so they are placeholders. */
const bare = new RegExp(
  String.raw`${markSource}|\{\{\s*([A-Za-z_]\w*)\s*\}\}|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)|<([\p{L}_][\p{L}\p{N}_ .ー・-]*)>|\{([\p{L}_][\p{L}\p{N}_ ー・-]*)\}`,
  'yu',
)

const quoted = /"((?:[^"\\]|\\[\s\S])*)"/y
const number = /-?\d[\d.eE+-]*/y

type Part =
  | { text: string }
  | { secret: string; value: string; isNumber: boolean }
  | { bare: string }
  | { perCall: string; value: string }

/** Turns a JSON text into a template and keeps its layout. Null when it is not JSON; then no token was declared. */
export function jsonBody(text: string, tokens: ImportedTokens, secrets: HiddenSecrets): string | null {
  const parts = partsOf(text)
  if (!parts) return null
  const probe = parts.map((part) => ('text' in part ? replaceMarks(part.text, () => 'x') : '{{x}}')).join('')
  if (!parseJsonTemplate(probe).ok) return null
  const template = parts.map((part) => {
    if ('text' in part) return tokens.fillMarks(secrets.hide(part.text))
    if ('secret' in part) return `{{${secrets.add(part.secret, part.value, part.isNumber ? 'number' : 'text')}}}`
    if ('perCall' in part) return `{{${tokens.addPerCall(part.perCall, part.value)}}}`
    // A placeholder without quotes cannot be a string.
    const isBoolean = /^(is|has|can|should)[_A-Z]|enabled?$|active$|flag$/.test(part.bare)
    const value = isBoolean ? ({ type: 'boolean', sample: true } as const) : ({ type: 'number', sample: 1 } as const)
    return `{{${tokens.add(`bare ${part.bare}`, { name: part.bare, ...value })}}}`
  })
  return template.join('')
}

function partsOf(text: string): Part[] | null {
  const parts: Part[] = []
  let literal = ''
  let key = ''
  let at = 0
  const endLiteral = () => {
    if (literal !== '') parts.push({ text: literal })
    literal = ''
  }
  while (at < text.length) {
    if (text.charAt(at) === '"') {
      quoted.lastIndex = at
      const inner = quoted.exec(text)?.[1]
      if (inner === undefined) return null
      at = quoted.lastIndex
      const isKey = /^\s*:/.test(text.slice(at, at + 100))
      if (isKey) key = inner
      if (!isKey && inner !== '' && isPerCallName('field', key)) {
        literal += '"'
        endLiteral()
        parts.push({ perCall: key, value: inner })
        literal = '"'
      } else if (!isKey && inner !== '' && (isSecretName('field', key, inner) || isKnownSecret(inner))) {
        literal += '"'
        endLiteral()
        parts.push({ secret: key, value: inner, isNumber: false })
        literal = '"'
      } else {
        literal += `"${fillString(inner, isKey ? '' : key)}"`
      }
      continue
    }
    number.lastIndex = at
    if (number.test(text)) {
      const digits = text.slice(at, number.lastIndex)
      if (isSecretName('field', key, digits)) {
        endLiteral()
        parts.push({ secret: key, value: digits, isNumber: true })
      } else literal += digits
      at = number.lastIndex
      continue
    }
    bare.lastIndex = at
    const variable = bare.exec(text)
    if (variable) {
      endLiteral()
      parts.push({
        bare:
          variable
            .slice(1)
            .find((name) => name !== undefined)
            ?.trim() ?? 'value',
      })
      at = bare.lastIndex
      continue
    }
    literal += text.charAt(at)
    at++
  }
  endLiteral()
  return parts
}

function fillString(inner: string, key: string): string {
  // Braces of GraphQL look like placeholders but are not.
  const isGraphQl = key === 'query' && /^\s*(query|mutation|subscription|fragment|\{)/.test(inner.replace(/\\n/g, ' '))
  const marked = isGraphQl ? inner : markPlaceholders(inner, 'jsonString')
  return marked.replaceAll('{{', '{\\u007b')
}
