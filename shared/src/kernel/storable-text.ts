// PostgreSQL's jsonb takes neither a zero byte nor a lone surrogate.
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}

/** The beginning of a text that somebody made up, fit to be stored: a cut may leave half of a surrogate pair, too. */
export function storableText(text: string, length: number): string {
  return text
    .slice(0, length)
    .replaceAll('\0', '\uFFFD')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
}
