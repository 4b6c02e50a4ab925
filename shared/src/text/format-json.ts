/**
 * Indents JSON by two spaces without reading its numbers, so that each digit stays as it was sent. A text that is not JSON is
 * returned as it is.
 */
export function formatJson(text: string): string {
  try {
    // oxlint-disable-next-line no-restricted-properties -- asks whether it is JSON, and reads nothing
    JSON.parse(text)
  } catch {
    return text
  }
  let depth = 0
  const line = () => `\n${'  '.repeat(depth)}`
  // Strings, structure, blanks, and the rest: numbers and words.
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|[{[]\s*[}\]]|[{}[\],:]|\s+/gs, (part) => {
    const [first = ''] = part
    if (first === '"') return part
    if (part.trim() === '') return ''
    if (part.length > 1) return part.replace(/\s+/g, '')
    if (first === ':') return ': '
    if (first === ',') return `,${line()}`
    if (first === '{' || first === '[') {
      depth++
      return first + line()
    }
    depth--
    return line() + first
  })
}
