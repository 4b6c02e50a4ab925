import { hasMark } from '../text/variable-mark.ts'
import { isSecretToFill } from './is-secret-to-fill.ts'

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

/** Addresses whose path holds a key that has no form of its own; the key is the first group. */
const secretPaths: readonly RegExp[] = [
  /(?<=^https:\/\/api\.telegram\.org\/bot)(\d+:[\w-]{20,})(?=\/)/i,
  /(?<=^https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)(.+)$/i,
  /(?<=^https:\/\/(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/)([\w-]{20,})/i,
  /(?<=^https:\/\/hooks\.zapier\.com\/hooks\/(?:catch|standard)\/)(\d+\/\w+)/i,
  /(?<=^https:\/\/[\w.-]+\.webhook\.office\.com\/)(.+)$/i,
  /(?<=^https:\/\/outlook\.office(?:365)?\.com\/webhook\/)(.+)$/i,
  /(?<=^https:\/\/(?:hooks?|webhooks?|inbound|in|incoming|events?|catch)[\w-]*\.[\w.-]+\/)([A-Za-z0-9_-]{16,})(?=\/?$)/i,
  /(?<=^https:\/\/hc-ping\.com\/)([\w-]{8,})/i,
]

/** What follows one of these parts of a path opens the address to whoever knows it. */
const keyed =
  /^((web|[\w-]*-)?hook(s|b2)?|incoming-?web-?hooks?|web-?hook-test|incoming|catch|api-?keys?|keys?|tokens?|secrets?|access-?tokens?|heartbeats?|ping|integrations?|notify|inbound|receive|listener|invoke|enqueue|alert)$/i

const uuid = /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?(@[0-9a-f-]{36})?$/i

/** The parts of an address's path that are keys, in order. A part may span several segments. */
export function secretsInPath(origin: string, path: string): string[] {
  for (const pattern of secretPaths) {
    const secret = pattern.exec(origin + path)?.[1]
    if (secret !== undefined) return [secret]
  }
  const found: string[] = []
  let isKeyed = false
  for (const segment of path.split('/')) {
    if (isKeyed && looksRandom(segment)) found.push(segment)
    else if (segment !== '') isKeyed = isKeyed || keyed.test(segment)
  }
  return found
}

/** Not a word that somebody chose: an identifier of a machine or a key. */
function looksRandom(segment: string): boolean {
  if (hasMark(segment)) return false
  if (uuid.test(segment)) return true
  if (!/^[\w.~+=:@-]{12,}$/.test(segment)) return false
  const isMixed = /[a-z]/.test(segment) && /[A-Z]/.test(segment)
  const hasDigits = (segment.match(/\d/g)?.length ?? 0) >= 2 && /[A-Za-z]/.test(segment)
  const changes = segment.match(/[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z]\d|\d[A-Za-z]/g)?.length ?? 0
  return (hasDigits && changes >= 2) || (isMixed && segment.length >= 16 && changes >= 4)
}
