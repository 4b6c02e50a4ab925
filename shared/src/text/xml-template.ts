import type { FieldValues } from '../values/field-type.ts'
import type { Issue } from '../messages/issue.ts'
import { err, type Result } from '../kernel/result.ts'
import { parseTemplate, type Template } from './parse-template.ts'
import { memoize } from '../kernel/memoize.ts'
import { renderTemplate } from './render-template.ts'

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

export function renderXmlTemplate(text: string, values: FieldValues): Result<string, Issue> {
  const parsed = parseXmlTemplate(text)
  return parsed.ok ? renderTemplate(parsed.value, values, 'xmlText') : parsed
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
