import { fieldValue, type FieldValues } from '../values/field-type.ts'
import type { Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { escapeValue, type TokenPlace } from './escape-value.ts'
import type { Template } from './parse-template.ts'

/**
 * Fills a parsed template. Values are escaped for their place and never parsed again, so a value that contains
 * `{{name}}` stays unchanged.
 */
export function renderTemplate(
  template: Template,
  values: FieldValues,
  place: TokenPlace,
  header?: string,
): Result<string, Issue> {
  return renderSegments(template, values, () => place, header)
}

export function renderSegments(
  template: Template,
  values: FieldValues,
  placeOf: (segmentIndex: number) => TokenPlace,
  header?: string,
): Result<string, Issue> {
  let text = ''
  for (const [index, segment] of template.segments.entries()) {
    if (segment.kind === 'literal') {
      text += segment.text
      continue
    }
    const escaped = escapeValue(placeOf(index), fieldValue(values, segment.name), header ?? segment.name)
    if (!escaped.ok) return err(escaped.error)
    text += escaped.value
  }
  return ok(text)
}
