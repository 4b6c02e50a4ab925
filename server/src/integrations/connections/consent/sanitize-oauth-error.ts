const longestSaid = 300

/**
 * The reason that the other system gives (RFC 6749 §4.1.2.1 and §5.2), in one line. `cover` masks secrets before the
 * text is cut: half a secret would not be found.
 */
export function sanitizeOAuthError(
  error: string,
  description: string | undefined,
  cover: (text: string) => string = (text) => text,
): string {
  const text = cover(description ? `${error}: ${description}` : error)
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const plain = text.replace(/[\x00-\x1f\x7f]+/g, ' ')
  return plain.length > longestSaid ? `${plain.slice(0, longestSaid).toWellFormed()}…` : plain.toWellFormed()
}
