import { parseFormTemplate } from '@tabiji/shared/text/form-template.ts'
import type { Template } from '@tabiji/shared/text/parse-template.ts'

export type NamedText = { name: string; value: string }

/** `to={{email}}&note=hello+you` as editable rows; null when the text is not a form (written by hand elsewhere). */
export function rowsOfForm(template: string): NamedText[] | null {
  const parsed = parseFormTemplate(template)
  if (!parsed.ok) return null
  return parsed.value.map(({ name, value }) => ({ name: textOf(name), value: textOf(value) }))
}

/** The form template of the rows: typed text is encoded, text in braces stays a token. */
export function formOfRows(rows: readonly NamedText[]): string {
  return rows
    .filter(({ name, value }) => name !== '' || value !== '')
    .map(({ name, value }) => `${encodeLiterals(name)}=${encodeLiterals(value)}`)
    .join('&')
}

function textOf({ segments }: Template): string {
  return segments.map((segment) => (segment.kind === 'token' ? `{{${segment.name}}}` : segment.text)).join('')
}

function encodeLiterals(text: string): string {
  return text
    .split(/(\{\{[^{}]*\}\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('')
}
