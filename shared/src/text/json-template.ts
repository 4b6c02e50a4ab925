import type { FieldValues } from '../values/field-type.ts'
import type { Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { TokenPlace } from './escape-value.ts'
import { parseTemplate, type Template } from './parse-template.ts'
import { memoize } from '../kernel/memoize.ts'
import { renderSegments } from './render-template.ts'

/** A JSON text with tokens, each inside a string literal or alone as a value. */
export type JsonTemplate = { template: Template; places: ReadonlyMap<number, 'jsonString' | 'jsonValue'> }

/**
 * The returned template gives valid JSON for every possible value. A value in a string is a sequence of complete JSON
 * characters, and a value alone is a complete JSON value. So one sample that parses proves it for all.
 */
export const parseJsonTemplate: (text: string) => Result<JsonTemplate, Issue> = memoize(parse)

function parse(text: string): Result<JsonTemplate, Issue> {
  const parsed = parseTemplate(text)
  if (!parsed.ok) return parsed
  const places = placesOf(parsed.value)
  // "x" cannot complete an open escape such as \u00, and null cannot extend a number such as 12, so the sample hides no
  // mistake.
  const sample = parsed.value.segments
    .map((segment, index) =>
      segment.kind === 'literal' ? segment.text : places.get(index) === 'jsonString' ? 'x' : 'null',
    )
    .join('')
  try {
    // oxlint-disable-next-line no-restricted-properties -- asks whether it is JSON, and reads nothing
    JSON.parse(sample)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return err({ code: 'callout.jsonTemplateInvalid', severity: 'error', params: { reason } })
  }
  return ok({ template: parsed.value, places })
}

export function checkJsonTemplate(text: string): Issue[] {
  const result = parseJsonTemplate(text)
  return result.ok ? [] : [result.error]
}

export function renderJsonTemplate(source: string | JsonTemplate, values: FieldValues): Result<string, Issue> {
  const parsed = typeof source === 'string' ? parseJsonTemplate(source) : ok(source)
  if (!parsed.ok) return parsed
  const { template, places } = parsed.value
  return renderSegments(template, values, (index): TokenPlace => places.get(index) ?? 'jsonValue')
}

function placesOf(template: Template): Map<number, 'jsonString' | 'jsonValue'> {
  const places = new Map<number, 'jsonString' | 'jsonValue'>()
  let inString = false
  for (const [index, segment] of template.segments.entries()) {
    if (segment.kind === 'token') places.set(index, inString ? 'jsonString' : 'jsonValue')
    else inString = endsInString(segment.text, inString)
  }
  return places
}

function endsInString(text: string, startsInString: boolean): boolean {
  let inString = startsInString
  for (let position = 0; position < text.length; position++) {
    if (inString && text[position] === '\\') position++
    else if (text[position] === '"') inString = !inString
  }
  return inString
}
