import { hasMark } from '../text/variable-mark.ts'

/** The place of a value. A `field` belongs to a JSON or form body and may hold anything. */
export type SecretPlace = 'header' | 'query' | 'field'

const kindsOfKeys =
  'h?api|auth|access|private|secret|signing|encryption|shared|master|integration|routing|functions|admin'

/**
 * The only table of names of credentials. It matches the end of a name in lower case with hyphens (`accessToken`,
 * `ACCESS_TOKEN` and `access-token` are equal). In the places of its row the name is enough; in other places the value
 * must also look like a secret.
 */
const names: readonly { ends: RegExp; places: readonly SecretPlace[] }[] = [
  {
    ends: /(token|secret|password|passwd|passphrase|(^|-)pwd|credentials?|(^|-)(authorization|cookie))(-(confirmation|confirm|repeat|again|\d))?$/,
    places: ['header', 'query', 'field'],
  },
  { ends: new RegExp(`(^|-)(${kindsOfKeys})-?key$`), places: ['header', 'query', 'field'] },
  { ends: /(^|-)(auth|sig|signature|(app|application|license|subscription)-?key)$/, places: ['header', 'query'] },
  { ends: /^appid$/, places: ['query'] },
  { ends: /(^|-)(session(-?id)?|x-api|(account|service|user)-?key)$|^(x-)?key$/, places: ['header'] },
  { ends: /(^|-)key$/, places: [] },
]

// Names of page tokens, device tokens and idempotency keys, which give no access.
const harmless =
  /(^|-)(next|previous|prev|page|paging|pagination|cursor|continuation|continue|sync|skip|resume|device|push|registration|fcm|apns|expo|idempotency|partition|sort|primary|foreign)-?(page-?)?(token|key)$/

/** Whether a value is a credential, by its name, its form or both. */
export function isSecret(place: SecretPlace, name: string, value: string): boolean {
  return isSecretName(place, name, value) || known.test(value)
}

/** Decides by the name. The value counts only for names that also have other uses. */
export function isSecretName(place: SecretPlace, name: string, value = ''): boolean {
  const plain = normalised(name)
  const row = harmless.test(plain) ? undefined : names.find(({ ends }) => ends.test(plain))
  if (!row) return false
  return row.places.includes(place) || looksSecret(value) || (place === 'query' && isSecretToFill(value))
}

/** `accessToken[old]` becomes `access-token-old`. */
function normalised(name: string): string {
  return name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

// Prefixes of known vendors. Each pattern needs enough following characters that no ordinary word matches.
const known =
  /(?<![A-Za-z0-9])(xox[abeprs]-[\w-]{3,}|xapp-\d-[\w-]{8,}|[sr]k_(live|test)_\w{4,}|whsec_\w{8,}|sk-[\w-]{16,}|gh[opsur]_\w{8,}|github_pat_\w{8,}|glpat-[\w-]{8,}|shp(at|ca|pa|ss)_\w{8,}|npm_\w{20,}|hf_[A-Za-z]{20,}|SG\.[\w-]{8,}\.[\w-]{8,}|key-[0-9a-f]{20,}|pat-[a-z]{2}\d-[\w-]{8,}|AIza[\w-]{16,}|AKIA[0-9A-Z]{16}|ya29\.[\w-]{8,}|eyJ[\w-]{4,}\.eyJ[\w-]+(\.[\w-]*)?)/

/** Matches every secret in a text that is recognisable by its form. */
export const knownSecrets = new RegExp(known, 'g')

export function isKnownSecret(value: string): boolean {
  return known.exec(value)?.[0] === value
}

function looksSecret(value: string): boolean {
  return (
    /^(sk-|SG\.|pat-[a-z]{2}\d-|key-[0-9a-f]{20})/.test(value) ||
    (value.length >= 20 && /^[\w\-.=+/]+$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value))
  )
}

/** The placeholders that documentation uses for the reader's own secret. */
export function isSecretToFill(value: string): boolean {
  return value === '' || hasMark(value) || /^(x{4,}|\*{3,}|\.{3}|…)$/i.test(value)
}

/** Addresses with a key in the path; the key is the first group. */
export const secretPaths: readonly RegExp[] = [
  /(?<=^https:\/\/api\.telegram\.org\/bot)(\d+:[\w-]{20,})(?=\/)/i,
  /(?<=^https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)(.+)$/i,
  /(?<=^https:\/\/(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/)([\w-]{20,})/i,
]
