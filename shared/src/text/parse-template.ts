import type { Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { memoize } from '../kernel/memoize.ts'

/** The texts of an external action support only `{{name}}` of declared tokens: no filters, no paths. */
export type Template = { segments: TemplateSegment[] }
export type TemplateSegment = { kind: 'literal'; text: string } | { kind: 'token'; name: string }

const opener = '{{'
const closer = '}}'

export const parseTemplate: (text: string) => Result<Template, Issue> = memoize(parse, 2000)

function parse(text: string): Result<Template, Issue> {
  const segments: TemplateSegment[] = []
  let position = 0
  while (position < text.length) {
    const start = text.indexOf(opener, position)
    if (start === -1) break
    if (start > position) segments.push({ kind: 'literal', text: text.slice(position, start) })
    const end = text.indexOf(closer, start + opener.length)
    if (end === -1) return err(issueAt('token.unclosed', text, start, start + 30))
    const name = text.slice(start + opener.length, end).trim()
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name))
      return err(issueAt('token.invalid', text, start, end + closer.length))
    segments.push({ kind: 'token', name })
    position = end + closer.length
  }
  if (position < text.length) segments.push({ kind: 'literal', text: text.slice(position) })
  return ok({ segments })
}

/** Token names in the order of their first use. */
export function tokensOf(template: Template): string[] {
  return [...new Set(template.segments.flatMap((segment) => (segment.kind === 'token' ? [segment.name] : [])))]
}

function issueAt(code: 'token.unclosed' | 'token.invalid', text: string, start: number, end: number): Issue {
  const line = text.slice(0, start).split('\n').length
  return { code, severity: 'error', params: { text: text.slice(start, Math.min(end, start + 60)), line } }
}
