import { isSecret } from '../auth/secret-names.ts'
import { hasMark, newIdName, replaceMarks, type Variable } from '../text/variable-mark.ts'
import { generatedFormOf } from '../http-call/request/generated-value.ts'
import type { TokenDefinition } from '../http-call/action/external-action.ts'

export type TokenSpec = Pick<TokenDefinition, 'name'> & Partial<Omit<TokenDefinition, 'name'>>

/** Collects the tokens of an imported action and gives each a name that is valid in a template. */
export class ImportedTokens {
  readonly #tokens = new Map<string, TokenDefinition>()
  readonly #names = new Set<string>()

  /** The same key with the same spec gives the same token. */
  add(key: string, spec: TokenSpec): string {
    const known = this.#tokens.get(key)
    if (known) return known.name
    const name = this.#freeName(spec.name)
    const { type = 'text', required = spec.generated === undefined, ...rest } = spec
    this.#tokens.set(key, { ...rest, name, type, required })
    this.#names.add(name.toLowerCase())
    return name
  }

  /** The token of a value that belongs to one call only, in the form of the value that was found. */
  addPerCall(name: string, found: string): string {
    return this.add(`perCall ${name}`, { name, generated: generatedFormOf(found) })
  }

  /**
   * Turns a text with marked variables into a template. Literal braces that would be read as a token become a token
   * with that text as its value.
   */
  template(text: string): string {
    let result = ''
    let from = 0
    for (const at of openings(text)) {
      result += `${this.#fill(text.slice(from, at))}{{${this.add('{{', { name: 'openingBraces', sample: '{{' })}}}`
      from = at + 2
    }
    return result + this.#fill(text.slice(from))
  }

  /** Replaces only the marks, for places that escape braces themselves. */
  fillMarks(text: string): string {
    return replaceMarks(text, (variable) => `{{${this.add(`variable ${variable.name}`, specOf(variable))}}}`)
  }

  list(): TokenDefinition[] {
    return [...this.#tokens.values()]
  }

  #fill(text: string): string {
    return hasMark(text) ? this.fillMarks(text) : text
  }

  #freeName(requested: string): string {
    const plain = identifierOf(requested)
    for (let count = 1; ; count++) {
      const name = count === 1 ? plain : `${plain.slice(0, 95)}_${count}`
      if (!this.#names.has(name.toLowerCase())) return name
    }
  }
}

function specOf({ name, fallback }: Variable): TokenSpec {
  if (name === newIdName) return { name: 'callId', generated: 'uuid' }
  // The first test may be sent with the sample value, and real people may read it.
  const sample = /e-?mail(address)?$/i.test(name) ? 'customer001@example.com' : name
  // The shell default of an unset key may be a real key.
  return { name, sample: fallback === null || isSecret('field', name, fallback) ? sample : fallback }
}

function openings(text: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', at + 2)) found.push(at)
  return found
}

/** Turns a text into a valid identifier; the same text gives the same name. */
export function identifierOf(text: string): string {
  const plain = text
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 90)
  if (plain === '') return 'value'
  if (/^[0-9]/.test(plain)) return `value_${plain}`
  return plain === 'constructor' || plain === 'prototype' ? `${plain}_value` : plain
}
