import type { FieldValues } from '../values/field-type.ts'
import type { Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { parseTemplate, type Template, type TemplateSegment } from './parse-template.ts'
import { memoize } from '../kernel/memoize.ts'
import { leavesNothingOut, type RenderOptions, renderTemplate, timesOf } from './render-template.ts'

type Place = 'text' | 'tag' | 'singleQuoted' | 'doubleQuoted' | 'comment' | 'cdata' | 'instruction'

/** An XML text whose tokens are between tags or in a quoted attribute, the two places where escaping is safe. */
export const parseXmlTemplate: (text: string) => Result<Template, Issue> = memoize(parse)

function parse(text: string): Result<Template, Issue> {
  const parsed = parseTemplate(text)
  if (!parsed.ok) return parsed
  let place: Place = 'text'
  for (const segment of parsed.value.segments) {
    if (segment.kind === 'literal') {
      place = placeAfter(segment.text, place)
    } else if (place !== 'text' && place !== 'singleQuoted' && place !== 'doubleQuoted') {
      return err({ code: 'callout.xmlTokenPlace', severity: 'error', params: { token: segment.name } })
    }
  }
  return parsed
}

export function renderXmlTemplate(
  text: string,
  values: FieldValues,
  options: RenderOptions = leavesNothingOut,
): Result<string, Issue> {
  const parsed = parseXmlTemplate(text)
  if (!parsed.ok) return parsed
  const { segments } = parsed.value
  let result = ''
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index]!
    const before = segments[index - 1]
    const after = segments[index + 1]
    const element = segment.kind === 'token' && before && after ? elementAround(before, after) : null
    if (!element) {
      const rendered = renderTemplate({ segments: [segment] }, values, 'xmlText', options)
      if (!rendered.ok) return rendered
      result += rendered.value
      continue
    }
    // The opening tag is written already.
    result = result.slice(0, -element.opening.length)
    for (const each of timesOf({ segments: [segment] }, values, options)) {
      const rendered = renderTemplate({ segments: [segment] }, each, 'xmlText', options)
      if (!rendered.ok) return rendered
      result += element.opening + rendered.value + element.closing
    }
    const rest = after?.kind === 'literal' ? after.text.slice(element.closing.length) : ''
    result += rest
    index++
  }
  return ok(result)
}

/** The tags of an element whose only content stands between these segments. */
function elementAround(before: TemplateSegment, after: TemplateSegment): { opening: string; closing: string } | null {
  if (before.kind !== 'literal' || after.kind !== 'literal') return null
  const start = before.text.lastIndexOf('<')
  const opening = start === -1 ? '' : before.text.slice(start)
  const name = /^<([\w:.-]+)(?:\s[^<>]*)?>$/.exec(opening)?.[1]
  const closing = `</${name}>`
  return name !== undefined && after.text.startsWith(closing) ? { opening, closing } : null
}

const openers: [string, Place][] = [
  ['<!--', 'comment'],
  ['<![CDATA[', 'cdata'],
  ['<?', 'instruction'],
  ['<', 'tag'],
]

const closers: Record<Exclude<Place, 'text' | 'tag'>, [string, Place]> = {
  comment: ['-->', 'text'],
  cdata: [']]>', 'text'],
  instruction: ['?>', 'text'],
  singleQuoted: ["'", 'tag'],
  doubleQuoted: ['"', 'tag'],
}

const tagSigns: Record<string, Place> = { '>': 'text', "'": 'singleQuoted', '"': 'doubleQuoted' }

function placeAfter(text: string, from: Place): Place {
  let place = from
  let position = 0
  while (position < text.length) {
    if (place === 'text') {
      const opener = openers.find(([sign]) => text.startsWith(sign, position))
      if (opener) place = opener[1]
      position += opener?.[0].length ?? 1
    } else if (place === 'tag') {
      place = tagSigns[text.charAt(position)] ?? 'tag'
      position++
    } else {
      const [sign, next]: [string, Place] = closers[place]
      const end = text.indexOf(sign, position)
      if (end === -1) return place
      place = next
      position = end + sign.length
    }
  }
  return place
}
