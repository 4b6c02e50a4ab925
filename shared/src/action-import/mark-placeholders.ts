import { mapUnmarked, markVariable } from '../text/variable-mark.ts'

/** The place of a text decides which parts of it are placeholders. */
export type PlaceholderPlace = 'path' | 'value' | 'jsonString' | 'xml'

const word = String.raw`[\p{L}_][\p{L}\p{N}_.:ー・ \-]{0,80}?`
const doubleBraces = String.raw`\$?\{\{\s*([\p{L}_$][\p{L}\p{N}_$.\- ー・]{0,80}?)\s*\}\}`
const shellBraces = String.raw`\$\{([A-Za-z_]\w*)\}`
const rubyBraces = String.raw`#\{([A-Za-z_][\w.]*)\}`
const shellName = String.raw`\$([A-Z][A-Z0-9_]+)\b`
const braces = String.raw`(?<![{$])\{(${word})(?<! )\}(?!\})`
const angles = String.raw`<(${word})(?<! )>`
const fullWidth = String.raw`[＜〈｛【［](${word})(?<! )[＞〉｝】］]`
const squares = String.raw`\[((?:your|insert|enter|my)[_ -][\p{L}\p{N}_ -]{1,60}|[A-Z][A-Z0-9]*(?:[_ ][A-Z0-9]+)+)\]`
const shouted = String.raw`\b((?:YOUR|MY|INSERT|REPLACE|ENTER)[_-][A-Z][A-Z0-9_-]*)\b`
const hyphened = String.raw`(?<![\w-])(your-[a-z][a-z0-9-]*(?:-here)?)(?![\w-])`
const percents = String.raw`(?<![\w%])%([A-Z][A-Z_]{2,60})%(?!\w)`
/** A placeholder in a text that was encoded for an address: `%3CID%3E`, `%7Bid%7D`. */
const encoded = String.raw`%3C((?:[\w.~+-]|%[0-9A-Fa-f]{2}){1,200}?)%3E|(?:%7B){1,2}((?:[\w.~+-]|%[0-9A-Fa-f]{2}){1,200}?)(?:%7D){1,2}`

const anywhere = [doubleBraces, shellBraces, rubyBraces, shellName, braces, fullWidth, shouted, percents]
const value = [...anywhere, angles, squares, hyphened, encoded]
const patterns: Record<PlaceholderPlace, RegExp> = {
  path: new RegExp([...value, String.raw`(?<=\/):([A-Za-z_]\w*)(?=\/|$)`].join('|'), 'gu'),
  value: new RegExp(value.join('|'), 'gu'),
  jsonString: new RegExp([...anywhere, encoded, `^${angles}$`, `^${squares}$`, `^${hyphened}$`].join('|'), 'gu'),
  xml: new RegExp(anywhere.join('|'), 'gu'),
}

/**
 * Marks the parts of a text that look like a variable, in any language: `{id}`, `{{id}}`, `${ID}`, `$ID`, `<id>`, `YOUR_ID`
 * and the like, in a path also `:id`.
 */
export function markPlaceholders(text: string, place: PlaceholderPlace): string {
  return mapUnmarked(text, (literal) =>
    literal.replace(patterns[place], (whole, ...groups: unknown[]) => {
      const name = groups.slice(0, -2).find((group): group is string => typeof group === 'string')
      const shown = name === undefined ? null : nameOf(name)
      return shown === null ? whole : markVariable(shown)
    }),
  )
}

/**
 * `secrets.TOKEN` of a build tool is the variable TOKEN. An encoded name is decoded; null when it is no name, such as
 * JSON that was encoded for a form.
 */
function nameOf(text: string): string | null {
  const plain = text.trim().replace(/^(?:secrets|env|vars|inputs|process\.env)\./, '')
  if (!plain.includes('%') && !plain.includes('+')) return plain
  try {
    const decoded = decodeURIComponent(plain.replaceAll('+', ' ')).trim()
    return /^[\p{L}_][\p{L}\p{N}_ .:ー・-]*$/u.test(decoded) ? decoded : null
  } catch {
    return null
  }
}
