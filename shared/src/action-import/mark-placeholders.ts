import { mapUnmarked, markVariable } from '../text/variable-mark.ts'

/** The place of a text decides which parts of it are placeholders. */
export type PlaceholderPlace = 'path' | 'value' | 'jsonString' | 'xml'

const doubleBraces = String.raw`\{\{\s*([A-Za-z_$][\w$.\- ]{0,80}?)\s*\}\}`
const shellBraces = String.raw`\$\{([A-Za-z_]\w*)\}`
const shellName = String.raw`\$([A-Z][A-Z0-9_]+)\b`
const braces = String.raw`(?<![{$])\{([A-Za-z_][\w-]{0,80})\}(?!\})`
const angles = String.raw`<([A-Za-z_][\w .:-]{0,80})>`
const shouted = String.raw`\b(YOUR[_-][A-Z][A-Z0-9_-]*)\b`

const anywhere = [doubleBraces, shellBraces, shellName, braces, shouted]

const patterns: Record<PlaceholderPlace, RegExp> = {
  path: new RegExp([...anywhere, angles, String.raw`(?<=\/):([A-Za-z_]\w*)(?=\/|$)`].join('|'), 'g'),
  value: new RegExp([...anywhere, angles].join('|'), 'g'),
  jsonString: new RegExp([...anywhere, `^${angles}$`].join('|'), 'g'),
  xml: new RegExp(anywhere.join('|'), 'g'),
}

/**
 * Marks the parts of a text that look like a variable: `{id}`, `{{id}}`, `${ID}`, `$ID`, `<id>`, in a path also `:id`.
 */
export function markPlaceholders(text: string, place: PlaceholderPlace): string {
  return mapUnmarked(text, (literal) =>
    literal.replace(patterns[place], (whole, ...groups: unknown[]) => {
      const name = groups.slice(0, -2).find((group): group is string => typeof group === 'string')
      return name === undefined ? whole : markVariable(name.trim())
    }),
  )
}
