import { replaceSecrets } from '../auth/replace-secrets.ts'
import { markVariable } from '../text/variable-mark.ts'
import type { FieldType } from '../values/field-type.ts'
import type { ImportedTokens } from './imported-tokens.ts'

/** Secrets that a connection cannot hold. Each becomes a token without a value, so that the action never stores it. */
export class HiddenSecrets {
  readonly #tokens: ImportedTokens
  readonly #marks = new Map<string, string>()
  readonly #names = new Set<string>()

  constructor(tokens: ImportedTokens) {
    this.#tokens = tokens
  }

  /** The name of the token for a secret. The same secret under the same name gives the same token. */
  add(name: string, value: string, type: FieldType = 'text'): string {
    return this.#hidden(name, value, type).token
  }

  /** The same as a mark, which is replaced when the tokens are filled in. */
  mark(name: string, value: string): string {
    return markVariable(this.#hidden(name, value, 'text').mark)
  }

  /** Replaces every secret in the text with a mark, named by the name before it or by `fallback`. */
  hide(text: string, fallback = 'secret'): string {
    return replaceSecrets(text, (name, value) => this.mark(name ?? fallback, value))
  }

  /** Names of the tokens. */
  names(): string[] {
    return [...this.#names]
  }

  #hidden(name: string, value: string, type: FieldType): { token: string; mark: string } {
    const key = `${name} ${value}`
    const mark = this.#marks.get(key) ?? `secret ${this.#marks.size}`
    this.#marks.set(key, mark)
    const token = this.#tokens.add(`variable ${mark}`, { name, type })
    this.#names.add(token)
    return { token, mark }
  }
}
