import { fieldValue, type FieldValues } from '../values/field-type.ts'
import type { Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { escapeValue, type ListStyle, type TokenPlace } from './escape-value.ts'
import type { Template } from './parse-template.ts'

/** How the values of a request are written beside their plain text. */
export type RenderOptions = {
  /** Tokens without a value whose property, parameter, header or element is left out. */
  leftOut: ReadonlySet<string>
  /** How each list is written where no list of its own kind exists; `repeat` where it is not named. */
  listStyles: ReadonlyMap<string, ListStyle>
}

export const leavesNothingOut: RenderOptions = { leftOut: new Set(), listStyles: new Map() }

/** The token that is the whole template; null when it is anything else. */
export function onlyToken({ segments }: Template): string | null {
  const [only, ...others] = segments
  return only?.kind === 'token' && others.length === 0 ? only.name : null
}

/**
 * The values with which a parameter, form field or element is written, once for each time that it appears: not at all
 * when its value is left out, once for each item of a list that is repeated, otherwise once.
 */
export function timesOf(
  value: Template,
  values: FieldValues,
  { leftOut, listStyles }: RenderOptions,
): readonly FieldValues[] {
  const token = onlyToken(value)
  if (token === null) return [values]
  if (leftOut.has(token)) return []
  const list = fieldValue(values, token)
  if (!Array.isArray(list) || list.length === 0 || listStyles.get(token) !== 'repeat') return [values]
  return list.map((item) => ({ ...values, [token]: item }))
}

/**
 * Fills a parsed template. Values are escaped for their place and never parsed again, so a value that contains
 * `{{name}}` stays unchanged.
 */
export function renderTemplate(
  template: Template,
  values: FieldValues,
  place: TokenPlace,
  { header, listStyles }: { header?: string; listStyles?: RenderOptions['listStyles'] } = {},
): Result<string, Issue> {
  return renderSegments(template, values, () => place, { ...(header !== undefined && { header }), listStyles })
}

export function renderSegments(
  template: Template,
  values: FieldValues,
  placeOf: (segmentIndex: number) => TokenPlace,
  { header, listStyles }: { header?: string; listStyles?: RenderOptions['listStyles'] | undefined } = {},
): Result<string, Issue> {
  let text = ''
  for (const [index, segment] of template.segments.entries()) {
    if (segment.kind === 'literal') {
      text += segment.text
      continue
    }
    const escaped = escapeValue(
      placeOf(index),
      fieldValue(values, segment.name),
      header ?? segment.name,
      listStyles?.get(segment.name),
    )
    if (!escaped.ok) return err(escaped.error)
    text += escaped.value
  }
  return ok(text)
}
