import type { FieldValues } from '../values/field-type.ts'
import type { Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { parseTemplate, type Template } from './parse-template.ts'
import { memoize } from '../kernel/memoize.ts'
import { leavesNothingOut, type RenderOptions, renderSegments } from './render-template.ts'

/** A JSON text with tokens, each inside a string literal or alone as a value. */
export type JsonTemplate = {
  template: Template
  places: ReadonlyMap<number, 'jsonString' | 'jsonValue'>
  members: readonly Member[]
}

/** A place in the segments. Inside a token the offset is 0. */
type Point = { segment: number; offset: number }

/** A property of an object or an item of a list. */
type Member = {
  /** Counts the objects and lists of the text. */
  container: number
  /** The token that is its whole value; null when it is anything else. */
  token: string | null
  /** Where the comma or bracket before it ends. */
  from: Point
  /** Where the comma or bracket after it begins. */
  to: Point
  hasCommaAfter: boolean
}

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
  return ok({ template: parsed.value, places, members: membersOf(parsed.value) })
}

export function checkJsonTemplate(text: string): Issue[] {
  const result = parseJsonTemplate(text)
  return result.ok ? [] : [result.error]
}

export function renderJsonTemplate(
  source: string | JsonTemplate,
  values: FieldValues,
  options: RenderOptions = leavesNothingOut,
): Result<string, Issue> {
  const parsed = typeof source === 'string' ? parseJsonTemplate(source) : ok(source)
  if (!parsed.ok) return parsed
  const { template, places, members } = parsed.value
  const cuts = cutsOf(members, options.leftOut)
  if (cuts.length === 0) return renderSegments(template, values, (index) => places.get(index) ?? 'jsonValue')
  const { kept, indexes } = cutOut(template, cuts)
  return renderSegments(kept, values, (index) => places.get(indexes[index] ?? -1) ?? 'jsonValue')
}

type Cut = Pick<Member, 'from' | 'to'>

/**
 * The ranges of the members that are left out, each with one comma: the one before it where a kept member of its
 * container comes first, otherwise the one after it.
 */
function cutsOf(members: readonly Member[], leftOut: ReadonlySet<string>): Cut[] {
  const hasKept = new Set<number>()
  const cuts: Cut[] = []
  for (const { container, token, from, to, hasCommaAfter } of members) {
    if (token === null || !leftOut.has(token)) hasKept.add(container)
    else if (hasKept.has(container)) cuts.push({ from: { ...from, offset: from.offset - 1 }, to })
    else cuts.push({ from, to: hasCommaAfter ? { ...to, offset: to.offset + 1 } : to })
  }
  return cuts.sort(
    (first, second) => first.from.segment - second.from.segment || first.from.offset - second.from.offset,
  )
}

/** The segments without the cuts, which are in order and do not overlap, and the original index of each segment. */
function cutOut({ segments }: Template, cuts: readonly Cut[]): { kept: Template; indexes: number[] } {
  const kept: Template['segments'] = []
  const indexes: number[] = []
  for (const [index, segment] of segments.entries()) {
    const here = cuts.filter(({ from, to }) => from.segment <= index && to.segment >= index)
    if (segment.kind === 'token') {
      if (here.some(({ to }) => to.segment > index)) continue
      kept.push(segment)
    } else {
      let text = ''
      let at = 0
      for (const { from, to } of here) {
        text += segment.text.slice(at, from.segment < index ? 0 : from.offset)
        at = to.segment > index ? segment.text.length : to.offset
      }
      kept.push({ kind: 'literal', text: text + segment.text.slice(at) })
    }
    indexes.push(index)
  }
  return { kept: { segments: kept }, indexes }
}

type Container = { id: number; from: Point; token: string | null; values: number }

/** The members of every object and list of a text that is known to be valid JSON. */
function membersOf({ segments }: Template): Member[] {
  const members: Member[] = []
  const open: Container[] = []
  let containers = 0
  let inString = false
  // What the open string holds: its only token, or null when it holds anything else.
  let inside: { token: string | null; parts: number } = { token: null, parts: 0 }
  const addValue = (token: string | null) => {
    const container = open.at(-1)
    if (!container) return
    container.token = container.values === 0 ? token : null
    container.values++
  }
  const endMember = (to: Point, hasCommaAfter: boolean) => {
    const container = open.at(-1)
    if (!container) return
    const { id, from, token, values } = container
    if (values > 0) members.push({ container: id, token, from, to, hasCommaAfter })
    Object.assign(container, { from: { ...to, offset: to.offset + 1 }, token: null, values: 0 })
  }
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === 'token') {
      if (inString) inside = { token: inside.parts === 0 ? segment.name : null, parts: inside.parts + 1 }
      else addValue(segment.name)
      continue
    }
    const { text } = segment
    for (let offset = 0; offset < text.length; offset++) {
      const sign = text.charAt(offset)
      if (inString) {
        if (sign === '\\') offset++
        if (sign === '"') {
          inString = false
          addValue(inside.token)
        } else inside = { token: null, parts: inside.parts + 1 }
      } else if (sign === '"') {
        inString = true
        inside = { token: null, parts: 0 }
      } else if (sign === ':') {
        // What stood before the colon is the name of the property.
        const container = open.at(-1)
        if (container) Object.assign(container, { token: null, values: 0 })
      } else if (sign === '{' || sign === '[') {
        addValue(null)
        open.push({ id: ++containers, from: { segment: index, offset: offset + 1 }, token: null, values: 0 })
      } else if (sign === '}' || sign === ']') {
        endMember({ segment: index, offset }, false)
        open.pop()
      } else if (sign === ',') {
        endMember({ segment: index, offset }, true)
      } else if (!/\s/.test(sign)) {
        addValue(null)
      }
    }
  }
  return members
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
