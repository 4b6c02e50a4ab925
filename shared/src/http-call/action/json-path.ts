import { JSONPathEnvironment, JSONPathNodeList, type JSONPathQuery, type JSONValue } from 'json-p3'
import { err, ok, type Result } from '../../kernel/result.ts'
import { memoize } from '../../kernel/memoize.ts'
import { LinearRegex } from './linear-regex.ts'

/** Limit of one evaluation. Each value that a selector reads costs a step, and a pattern costs the length of its text. */
const maxSteps = 300_000

/** Letters that a pattern reads for one step. */
const lettersPerStep = 2

/** RFC 9535. The recursion depth limits `..` on hostile replies. */
const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: 100 })
environment.functionRegister.set('match', new LinearRegex(true, spendText))
environment.functionRegister.set('search', new LinearRegex(false, spendText))

class TooCostly extends Error {}

/** Evaluation is synchronous, so one count serves all queries. */
let stepsLeft = 0

function spend(steps: number): void {
  stepsLeft -= steps
  if (stepsLeft < 0) throw new TooCostly()
}

function spendText(letters: number): void {
  spend(1 + letters / lettersPerStep)
}

/** The parsed query, or the reason why the text is not a query. */
export const parseJsonPath: (text: string) => Result<JSONPathQuery, string> = memoize((text) => {
  try {
    const query = environment.compile(text)
    countSteps(query)
    return ok(query)
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
})

/**
 * Returns the first match, or undefined when there is none. Returns an error when the evaluation needs more than `maxSteps`, or
 * when the reply is nested deeper than the limit: the expression of one user must not block the thread for all others.
 */
export function firstMatch(query: JSONPathQuery, document: unknown): Result<unknown, 'tooCostly'> {
  stepsLeft = maxSteps
  try {
    return ok(query.match(document as JSONValue)?.value)
  } catch {
    return err('tooCostly')
  }
}

type Node = { value: unknown; location: unknown[] }
type Selector = { environment: unknown; resolve(node: Node): unknown; lazyResolve?: unknown }
type Comparison = { operator: string; left: Operand; right: Operand; evaluate(context: unknown): unknown }
type Operand = { path?: unknown; evaluate(context: unknown): unknown }

/** Changes the selectors and comparisons of a query, also those inside its filters, so that each evaluation counts steps. */
function countSteps(part: unknown, seen = new Set<unknown>()): void {
  if (typeof part !== 'object' || part === null || part === environment || seen.has(part)) return
  seen.add(part)
  if (isSelector(part)) {
    const resolve = part.resolve.bind(part)
    // A name or an index selects one value. Every other selector reads all children.
    const isWide = !('name' in part || 'index' in part)
    const counted = (node: Node) => {
      // Each found value gets a copy of its location, so deep values cost more.
      spend((isWide ? 1 + widthOf(node.value) : 1) * (1 + node.location.length / 8))
      return resolve(node)
    }
    part.resolve = counted
    part.lazyResolve = counted
  }
  if (isComparison(part)) {
    const evaluate = part.evaluate.bind(part)
    part.evaluate = (context) => {
      // Two structures are compared value by value.
      spend(Math.min(sizeOf(part.left.evaluate(context)), sizeOf(part.right.evaluate(context))))
      return evaluate(context)
    }
  }
  for (const child of Array.isArray(part) ? part : Object.values(part)) countSteps(child, seen)
}

function isSelector(part: object): part is Selector {
  return 'environment' in part && 'resolve' in part && 'lazyResolve' in part && !('selectors' in part)
}

function isComparison(part: object): part is Comparison {
  if (!('operator' in part && 'left' in part && 'right' in part)) return false
  const { operator, left, right } = part as Comparison
  return operator !== '&&' && operator !== '||' && left.path !== undefined && right.path !== undefined
}

function widthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

/** Stops counting at `stepsLeft`, so that the count cannot cost more than the comparison may. */
function sizeOf(operand: unknown): number {
  const stack: unknown[] = [operand]
  let size = 0
  for (; stack.length > 0 && size <= stepsLeft; size += 1) {
    const value = stack.pop()
    if (typeof value !== 'object' || value === null) continue
    for (const child of value instanceof JSONPathNodeList ? value.values() : Object.values(value)) stack.push(child)
  }
  return size
}
