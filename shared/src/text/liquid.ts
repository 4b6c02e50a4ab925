import { defaultOperators, Liquid, type Template } from 'liquidjs'
import { fieldValue, isEmptyValue, type FieldValue, type FieldValues } from '../values/field-type.ts'
import type { Issue, IssuePath } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { formatDate } from '../time/format-date.ts'
import { memoize } from '../kernel/memoize.ts'

/** The data of `{{ participant.email }}`, `{{ nodes.post.ts }}` and `{{ journey.name }}`. */
export type LiquidScope = {
  participant: FieldValues
  nodes: Record<string, Record<string, unknown>>
  journey?: Record<string, unknown>
  /** Only in the mail of a survey. */
  survey?: Record<string, unknown>
}

export type LiquidOptions = {
  /** Escapes values for HTML. */
  html: boolean
  /** Time zone of the `date` filter for instants; UTC when absent. */
  timeZone?: string
  /** Language of month and day names; English when absent. */
  locale?: string
}

const maxSourceLength = 100_000
const maxOutputLength = 500_000
// Counts written characters, values made by filters and ranges, and loop iterations, so that the same text always stops
// at the same place. A time limit would depend on the machine. A million takes a fifth of a second at worst.
const maxWork = 1_000_000
const workOfTurn = 20

export function renderLiquid(source: string, scope: LiquidScope, options: LiquidOptions): Result<string, Issue> {
  const { engine, parse } = engines[options.html ? 'html' : 'text']
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  const settings: Settings = { timeZone: options.timeZone ?? 'UTC', locale: options.locale ?? 'en' }
  try {
    const text = String(engine.renderSync(parsed.value, { ...scope }, { globals: { [settingsKey]: settings } }))
    if (text.length <= maxOutputLength) return ok(text)
    return err(limitIssue)
  } catch (error) {
    return err(issueOf(error))
  }
}

/** The paths that a text reads: `[['participant', 'email'], ['nodes', 'post', 'ts']]`, in order, without duplicates. */
export function liquidVariables(source: string): Result<{ path: string[] }[], Issue> {
  const { engine, parse } = engines.text
  const parsed = parse(source)
  if (!parsed.ok) return parsed
  try {
    const paths = new Map<string, string[]>()
    for (const segments of engine.globalVariableSegmentsSync(parsed.value, { partials: false })) {
      const dynamic = segments.findIndex((segment) => Array.isArray(segment))
      const path = (dynamic === -1 ? segments : segments.slice(0, dynamic)).map(String)
      paths.set(JSON.stringify(path), path)
    }
    return ok([...paths.values()].map((path) => ({ path })))
  } catch (error) {
    return err(issueOf(error))
  }
}

/** Issues of a text before it is used: syntax errors and unknown names. At rendering, an absent value is empty. */
export function checkLiquid(
  source: string,
  known: { fields: readonly string[]; outputs: Readonly<Record<string, readonly string[]>> },
  path: IssuePath = [],
): Issue[] {
  const variables = liquidVariables(source)
  if (!variables.ok) return [{ ...variables.error, path }]
  return variables.value.flatMap(({ path: [root, name, output] }): Issue[] => {
    const variable = [root, name, output].filter((part) => part !== undefined).join('.')
    const unknown: Issue = {
      code: 'liquid.variableUnknown',
      severity: 'error',
      path,
      params: { variable, allowed: known.fields },
    }
    if (root === 'participant') return name !== undefined && known.fields.includes(name) ? [] : [unknown]
    if (root === 'journey') return []
    if (root !== 'nodes' || name === undefined) return [unknown]
    const outputs = Object.hasOwn(known.outputs, name) ? known.outputs[name] : undefined
    if (!outputs) return [{ code: 'liquid.nodeUnknown', severity: 'error', path, params: { variable, target: name } }]
    if (output !== undefined && outputs.includes(output)) return []
    const params = { variable, target: name, output: output ?? '', allowed: outputs }
    return [{ code: 'liquid.outputUnknown', severity: 'error', path, params }]
  })
}

/** The participant fields that a text reads and that have no value. */
export function missingFields(source: string, participant: FieldValues): string[] {
  const variables = liquidVariables(source)
  if (!variables.ok) return []
  return variables.value.flatMap(({ path: [root, name] }) =>
    root === 'participant' && name !== undefined && isEmptyValue(fieldValue(participant, name)) ? [name] : [],
  )
}

// Left out: files (include, render, layout, block), randomness (sample, shuffle), digests (they are asynchronous), and
// everything that writes without the HTML escape (raw, capture, cycle, tablerow).
const allowedTags = ['assign', 'if', 'unless', 'case', 'for', 'break', 'continue', 'comment', 'raw', '#']

const allowedFilters = [
  'abs at_least at_most ceil divided_by floor minus modulo plus round times append capitalize downcase lstrip',
  'prepend remove remove_first remove_last replace replace_first replace_last rstrip slice split strip strip_html',
  'strip_newlines truncate truncatewords upcase url_decode url_encode compact concat first join last map reverse',
  'size sort sort_natural sum uniq where default json escape newline_to_br',
].flatMap((names) => names.split(' '))

// No name in a Liquid text can begin with $.
const settingsKey = '$settings'
type Settings = { timeZone: string; locale: string }

/** Whether one value can be before another. A missing value, an empty text and a list are neither before nor after any. */
function isOrdered(left: unknown, right: unknown): boolean {
  if (isEmptyValue(left as FieldValue) || isEmptyValue(right as FieldValue)) return false
  const isBoth = (type: string) => typeof left === type && typeof right === type
  if (isBoth('string') || isBoth('number')) return true
  // A number and the text of a number, as `{% if participant.score < "7" %}`.
  return [left, right].every((value) => typeof value === 'number' || (typeof value === 'string' && value.trim() !== ''))
}

type Compare = (left: unknown, right: unknown) => boolean

// JavaScript takes null, an empty text and false for 0, so that a person without a score would have a score below 7.
const orderOperators = Object.fromEntries(
  Object.entries({
    '<': (left: never, right: never) => left < right,
    '<=': (left: never, right: never) => left <= right,
    '>': (left: never, right: never) => left > right,
    '>=': (left: never, right: never) => left >= right,
  }).map(([name, compare]) => [
    name,
    (left: unknown, right: unknown) => isOrdered(left, right) && (compare as Compare)(left, right),
  ]),
)

const text = createEngine(toText)
const html = createEngine((value) => escapeHtml(toText(value)))
const engines = { text: { engine: text, parse: parserOf(text) }, html: { engine: html, parse: parserOf(html) } }

function createEngine(write: (value: unknown) => string): Liquid {
  const engine = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: maxSourceLength,
    memoryLimit: maxWork,
    outputEscape: write,
    operators: { ...defaultOperators, ...orderOperators },
  })
  keepOnly(engine.tags, allowedTags)
  keepOnly(engine.filters, allowedFilters)
  engine.registerFilter('date', function (value, pattern = '%Y-%m-%d', timeZone) {
    const settings = (this.context.globals as { [settingsKey]: Settings })[settingsKey]
    if (value === 'now' || value === 'today') throw new Error('the current time cannot be used')
    if (typeof value !== 'string') return value
    return formatDate(value, String(pattern), timeZone ?? settings.timeZone, settings.locale) ?? value
  })
  // In HTML every value is escaped when written. Without `raw`, the results of these two would be escaped twice.
  engine.registerFilter('escape', { handler: (value) => escapeHtml(toText(value)), raw: true })
  engine.registerFilter('newline_to_br', {
    handler: (value) => write(value).replace(/\r?\n/g, '<br />\n'),
    raw: true,
  })
  limitWork(engine)
  return engine
}

function keepOnly(table: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(table)) if (!names.includes(name)) delete table[name]
}

// liquidjs counts what its filters allocate, but neither loop iterations nor written characters.
function limitWork(engine: Liquid): void {
  const { renderer } = engine
  const renderTemplates = renderer.renderTemplates.bind(renderer)
  renderer.renderTemplates = function* (templates, context, emitter) {
    context.memoryLimit.use(workOfTurn * (templates.length + 1))
    return yield* renderTemplates(templates, context, emitter ?? new CountingEmitter(context.memoryLimit))
  }
}

class CountingEmitter {
  buffer = ''
  #limit: { use: (count: number) => void }

  constructor(limit: { use: (count: number) => void }) {
    this.#limit = limit
  }

  write(value: unknown): void {
    const text = toText(value)
    this.#limit.use(text.length)
    this.buffer += text
  }
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(toText).join(', ')
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function parserOf(engine: Liquid): (source: string) => Result<Template[], Issue> {
  return memoize((source) => {
    try {
      return ok(engine.parse(source))
    } catch (error) {
      return err(issueOf(error))
    }
  })
}

type LiquidFault = Error & { originalError?: Error; token?: { getPosition?: () => [number, number] } }

function issueOf(thrown: unknown): Issue {
  if (!(thrown instanceof Error)) throw thrown
  const fault: LiquidFault = thrown
  const reason = (fault.originalError?.message ?? fault.message).replace(/, line:\d+, col:\d+$/, '')
  if (/limit exceeded/.test(reason)) return limitIssue
  const line = fault.token?.getPosition?.()[0] ?? 1
  const isSyntax = fault.name === 'ParseError' || fault.name === 'TokenizationError'
  return isSyntax
    ? { code: 'liquid.syntax', severity: 'error', params: { reason, line } }
    : { code: 'liquid.render', severity: 'error', params: { reason } }
}

const limitIssue: Issue = { code: 'liquid.limit', severity: 'error' }
