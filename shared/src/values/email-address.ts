/**
 * An address as it was meant. Spreadsheets and web pages put invisible characters around and into it, and a Japanese keyboard
 * writes full-width letters: with either, the same person would be two. The case stays, because it is shown.
 */
export function normalizeEmail(text: string): string {
  const trimmed = text.trim()
  if (!/[^\x21-\x7e]/.test(trimmed)) return trimmed
  const [local = '', ...domain] = withoutInvisible(trimmed).normalize('NFKC').trim().split('@')
  // The ideographic full stop separates the labels of a domain too (RFC 3490 §3.1).
  return [local, ...domain.map((part) => part.replaceAll('。', '.'))].join('@')
}

/** Removes characters that nobody sees: joiners, marks of direction, soft hyphens, byte order marks. */
export function withoutInvisible(text: string): string {
  return text.replace(/\p{Default_Ignorable_Code_Point}/gu, '')
}

/**
 * Domains of Japanese carriers that gave out addresses with a dot at the beginning or the end, or with several in a row, against
 * RFC 5321. These people exist and get mail; elsewhere such an address is a typing error.
 */
const carrierDomains =
  /(^|\.)(docomo\.ne\.jp|ezweb\.ne\.jp|au\.com|softbank\.ne\.jp|vodafone\.ne\.jp|jp-[a-z]\.ne\.jp|i\.softbank\.jp|disney\.ne\.jp|willcom\.com|pdx\.ne\.jp|emnet\.ne\.jp|ymobile\.ne\.jp|y-mobile\.ne\.jp|wcm\.ne\.jp)$/i

export function isEmail(text: string): boolean {
  if (text.length > 254) return false
  const match = /^([^\s@<>()[\]\\,;:"]{1,64})@([^\s@<>()[\]\\,;:"]+)$/.exec(text)
  if (!match || /\p{Cc}|\p{Default_Ignorable_Code_Point}/u.test(text)) return false
  const [, local = '', domain = ''] = match
  const hasDotsOutOfPlace = local.startsWith('.') || local.endsWith('.') || local.includes('..')
  if (hasDotsOutOfPlace && !carrierDomains.test(domain)) return false
  const labels = domain.split('.')
  return (
    labels.length >= 2 && labels.every((label) => /^[\p{L}\p{N}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u.test(label))
  )
}
