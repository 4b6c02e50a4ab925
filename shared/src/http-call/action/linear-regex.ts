import { FunctionExpressionType } from 'json-p3'
import { RE2JS } from 're2js'

/** Longest pattern; a longer one matches nothing. */
const maxPatternLength = 1000

const rememberedPatterns = 100

/**
 * `match()` and `search()` of JSONPath on an automaton, whose time is linear in the text. JavaScript's RegExp backtracks: for
 * `(a+)+b` its time doubles with each letter.
 */
export class LinearRegex {
  readonly argTypes = [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType]
  readonly returnType = FunctionExpressionType.LogicalType
  readonly #isWhole: boolean
  readonly #spend: (letters: number) => void
  readonly #patterns = new Map<string, RE2JS | null>()

  /** `isWhole` when the pattern has to match the whole text. `spend` is told how many letters are about to be read. */
  constructor(isWhole: boolean, spend: (letters: number) => void) {
    this.#isWhole = isWhole
    this.#spend = spend
  }

  call(text: unknown, pattern: unknown): boolean {
    if (typeof text !== 'string' || typeof pattern !== 'string' || pattern.length > maxPatternLength) return false
    this.#spend(text.length + pattern.length)
    const compiled = this.#compiled(pattern)
    if (compiled === null) return false
    return this.#isWhole ? compiled.matches(text) : compiled.matcher(text).find()
  }

  /** Null for what is no pattern. */
  #compiled(pattern: string): RE2JS | null {
    const known = this.#patterns.get(pattern)
    if (known !== undefined) return known
    this.#spend(100 * pattern.length)
    if (this.#patterns.size >= rememberedPatterns) this.#patterns.clear()
    const compiled = compile(pattern)
    this.#patterns.set(pattern, compiled)
    return compiled
  }
}

function compile(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(withoutLineEnds(pattern))
  } catch {
    return null
  }
}

/** A dot matches no line end in RFC 9485, and only no line feed in RE2. */
function withoutLineEnds(pattern: string): string {
  return pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]|\./gsu, (part) => (part === '.' ? '[^\\n\\r]' : part))
}
