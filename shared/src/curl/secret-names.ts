/** Headers whose value proves who asks. */
export function isSecretHeader(name: string, value: string): boolean {
  return (
    (/[-_]key$/i.test(name) && looksSecret(value)) ||
    /^(authorization|proxy-authorization|cookie)$/i.test(name) ||
    /(^|[-_])(api[-_]?key|apikey|api[-_]?token|token|secret|password|passwd|(access|auth|app|application|subscription|license|account|service|private|admin|integration|routing|user)[-_]?key|session([-_]?id)?|credentials?|x-api)$/i.test(
      name,
    ) ||
    /^(x-)?(key|auth)$/i.test(name)
  )
}

const plainQueryNames =
  /^(api[-_]?key|apikey|api[-_]?token|access[-_]?token|auth[-_]?token|token|hapikey|appid|app[-_]?key|client[-_]?secret|secret|password|passwd|sig|signature|subscription-key|auth|authkey)$/i

/** `key` alone may be the name of a record; it is taken for a secret when its value looks like one, or like the place of one. */
export function isSecretQuery(name: string, value: string): boolean {
  return (
    plainQueryNames.test(name) || (/^(key|x-api-key)$/i.test(name) && (looksSecret(value) || isSecretToFill(value)))
  )
}

/** Values that are known to be secrets by their form, wherever they stand. */
export function looksSecret(value: string): boolean {
  return (
    /^(xox[abeprs]-|sk_(live|test)_|rk_(live|test)_|sk-|ghp_|gho_|github_pat_|glpat-|SG\.|key-[0-9a-f]{20}|pat-[a-z]{2}\d-|AIza|ya29\.|eyJ[\w-]+\.eyJ)/.test(
      value,
    ) ||
    (value.length >= 20 && /^[\w\-.=+/]+$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value))
  )
}

/** What documentation writes where the reader's own secret belongs. */
export function isSecretToFill(value: string): boolean {
  return value === '' || /[\uE000-\uE002]/.test(value) || /^(x{4,}|\*{3,}|\.{3}|…)$/i.test(value)
}

/** Addresses that carry their key in the path; the key is the first group. */
export const secretPaths: readonly RegExp[] = [
  /(?<=^https:\/\/api\.telegram\.org\/bot)(\d+:[\w-]{20,})(?=\/)/i,
  /(?<=^https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)(.+)$/i,
  /(?<=^https:\/\/(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/)([\w-]{20,})/i,
  /(?<=^https:\/\/chat\.googleapis\.com\/.*[?&]token=)([^&]+)/i,
]
