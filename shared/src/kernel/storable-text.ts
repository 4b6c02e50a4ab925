// PostgreSQL's jsonb accepts neither a zero byte nor a lone surrogate.
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}

/** Cuts an arbitrary text and makes it storable. The cut itself may leave half of a surrogate pair. */
export function storableText(text: string, length: number): string {
  return text
    .slice(0, length)
    .replaceAll('\0', '\uFFFD')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
}
