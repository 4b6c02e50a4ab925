/** A value in a text: a participant field or the output of an earlier node, with a fallback for a missing value. */
export type Chip = { variable: string; fallback: Fallback | null }
/** A text, or another value. */
export type Fallback = { text: string } | { variable: string }
export type Segment = string | Chip

// Matches only what a chip can hold: `{{ a.b }}`, with `| default: "text"` or `| default: c.d` at most. Any other
// Liquid stays text, so that nothing written by hand is lost.
const chipPattern =
  /\{\{-?\s*((?:participant|nodes|survey)(?:\.[A-Za-z_][\w-]*)+)\s*(?:\|\s*default:\s*(?:"([^"]*)"|'([^']*)'|((?:participant|nodes)(?:\.[A-Za-z_][\w-]*)+))\s*)?-?\}\}/g

export function parseChips(source: string): Segment[] {
  const segments: Segment[] = []
  let end = 0
  for (const match of source.matchAll(chipPattern)) {
    if (match.index > end) segments.push(source.slice(end, match.index))
    const [, variable = '', double, single, other] = match
    const text = double ?? single
    segments.push({ variable, fallback: text === undefined ? (other ? { variable: other } : null) : { text } })
    end = match.index + match[0].length
  }
  if (end < source.length) segments.push(source.slice(end))
  return segments
}

export function printChips(segments: readonly Segment[]): string {
  return segments.map((segment) => (typeof segment === 'string' ? segment : printChip(segment))).join('')
}

export function printChip({ variable, fallback }: Chip): string {
  if (fallback === null) return `{{ ${variable} }}`
  if ('variable' in fallback) return `{{ ${variable} | default: ${fallback.variable} }}`
  // Liquid strings have no escapes, so the quote that does not occur in the text is used.
  const quote = fallback.text.includes('"') ? "'" : '"'
  const text = quote === "'" ? fallback.text.replaceAll("'", '’') : fallback.text
  return `{{ ${variable} | default: ${quote}${text}${quote} }}`
}

/** The same text, in which the outputs of copied nodes refer to the copies. */
export function renameNodesInText(source: string, newIds: ReadonlyMap<string, string>): string {
  return source.replace(/(\bnodes\.)([A-Za-z0-9_-]+)/g, (whole, prefix: string, id: string) => {
    const renamed = newIds.get(id)
    return renamed === undefined ? whole : `${prefix}${renamed}`
  })
}
