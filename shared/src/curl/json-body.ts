import type { ImportedTokens } from '../callout/imported-tokens.ts'
import { parseJsonTemplate } from '../token/json-template.ts'
import { markPlaceholders } from './mark-placeholders.ts'

/** Outside of a quoted text JSON has no use for these, so whoever wrote them meant a value to fill in. */
const bare =
  /\uE000([^\uE000-\uE002]*)(?:\uE001[^\uE000-\uE002]*)?\uE002|\{\{\s*([A-Za-z_]\w*)\s*\}\}|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)|<([A-Za-z_][\w .-]*)>|\{([A-Za-z_]\w*)\}/y

const quoted = /"((?:[^"\\]|\\[\s\S])*)"/y

/** Secrets that some interfaces want in the body. Their values are left out: an action is no place for them. */
const secretName =
  /^(client_?secret|password|passwd|api_?key|access_?token|refresh_?token|private_?key|secret(_?key)?)$/i

export function isSecretField(name: string): boolean {
  return secretName.test(name)
}

export type JsonBody = { template: string; secrets: string[] }

type Part = { text: string } | { secret: string } | { bare: string }

/** A JSON text as a template, its layout kept; null when it is no JSON, and then no token was declared either. */
export function jsonBody(text: string, tokens: ImportedTokens): JsonBody | null {
  const parts = partsOf(text)
  if (!parts) return null
  const probe = parts
    .map((part) => ('text' in part ? part.text.replace(/\uE000[^\uE002]*\uE002/g, 'x') : '{{x}}'))
    .join('')
  if (!parseJsonTemplate(probe).ok) return null
  const template = parts.map((part) => {
    if ('text' in part) return tokens.fillMarks(part.text)
    if ('secret' in part) return `{{${tokens.add(`secret ${part.secret}`, { name: part.secret })}}}`
    // Without quotes it cannot be a text.
    const isBoolean = /^(is|has|can|should)[_A-Z]|enabled?$|active$|flag$/.test(part.bare)
    const value = isBoolean ? ({ type: 'boolean', sample: true } as const) : ({ type: 'number', sample: 1 } as const)
    return `{{${tokens.add(`bare ${part.bare}`, { name: part.bare, ...value })}}}`
  })
  return {
    template: template.join(''),
    secrets: parts.flatMap((part) => ('secret' in part ? [part.secret] : [])),
  }
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
      if (!isKey && inner !== '' && isSecretField(key)) {
        literal += '"'
        endLiteral()
        parts.push({ secret: key })
        literal = '"'
      } else {
        literal += `"${fillString(inner, isKey ? '' : key)}"`
      }
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
  // Braces of GraphQL look like places to fill in and are none.
  const isGraphQl = key === 'query' && /^\s*(query|mutation|subscription|fragment|\{)/.test(inner.replace(/\\n/g, ' '))
  const marked = isGraphQl ? inner : markPlaceholders(inner, 'jsonString')
  return marked.replaceAll('{{', '{\\u007b')
}
