import type { FieldValues } from '../values/field-type.ts'
import type { Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { percentEncode } from './escape-value.ts'
import { parseTemplate, type Template, type TemplateSegment } from './parse-template.ts'
import { memoize } from '../kernel/memoize.ts'
import { leavesNothingOut, type RenderOptions, renderTemplate, timesOf } from './render-template.ts'

/** One pair of a form with decoded literal parts. When written, they are encoded as the body needs it. */
export type FormPair = { name: Template; value: Template }

/** `name=value` pairs joined by `&`, as a browser or cURL sends them, with tokens in values or names. */
export const parseFormTemplate: (text: string) => Result<FormPair[], Issue> = memoize(parse)

function parse(text: string): Result<FormPair[], Issue> {
  const parsed = parseTemplate(text.trim())
  if (!parsed.ok) return parsed
  const pairs: FormPair[] = []
  for (const part of split(parsed.value.segments, '&')) {
    if (part.length === 0) continue
    const [name = [], ...rest] = split(part, '=', 1)
    if (name.length === 0) {
      const shown = part.map((segment) => (segment.kind === 'literal' ? segment.text : `{{${segment.name}}}`)).join('')
      return err({ code: 'callout.formTemplateInvalid', severity: 'error', params: { part: shown.slice(0, 60) } })
    }
    pairs.push({ name: { segments: name.map(decode) }, value: { segments: rest.flat().map(decode) } })
  }
  return ok(pairs)
}

export function renderFormTemplate(
  text: string,
  values: FieldValues,
  options: RenderOptions = leavesNothingOut,
): Result<string, Issue> {
  const pairs = parseFormTemplate(text)
  if (!pairs.ok) return pairs
  const parts: string[] = []
  for (const { name, value } of pairs.value) {
    for (const each of timesOf(value, values, options)) {
      const renderedName = renderTemplate(encodeLiterals(name), each, 'formValue', options)
      if (!renderedName.ok) return renderedName
      const renderedValue = renderTemplate(encodeLiterals(value), each, 'formValue', options)
      if (!renderedValue.ok) return renderedValue
      parts.push(`${renderedName.value}=${renderedValue.value}`)
    }
  }
  return ok(parts.join('&'))
}

// Only literals are split: a value that contains & or = stays one value.
function split(segments: TemplateSegment[], separator: string, limit = Infinity): TemplateSegment[][] {
  const parts: TemplateSegment[][] = [[]]
  for (const segment of segments) {
    if (segment.kind === 'token') {
      parts.at(-1)?.push(segment)
      continue
    }
    let text = segment.text
    while (parts.length <= limit && text.includes(separator)) {
      const at = text.indexOf(separator)
      if (at > 0) parts.at(-1)?.push({ kind: 'literal', text: text.slice(0, at) })
      parts.push([])
      text = text.slice(at + separator.length)
    }
    if (text !== '') parts.at(-1)?.push({ kind: 'literal', text })
  }
  return parts
}

function decode(segment: TemplateSegment): TemplateSegment {
  if (segment.kind === 'token') return segment
  const text = segment.text.replaceAll('+', ' ')
  try {
    return { kind: 'literal', text: decodeURIComponent(text) }
  } catch {
    // A % without a valid code stays as it is.
    return { kind: 'literal', text }
  }
}

function encodeLiterals(template: Template): Template {
  return {
    segments: template.segments.map((segment) =>
      segment.kind === 'token'
        ? segment
        : { kind: 'literal', text: percentEncode(segment.text).replaceAll('%20', '+') },
    ),
  }
}
