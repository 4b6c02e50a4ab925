import { isKnownSecret, isSecretName, knownSecrets } from './secret-names.ts'

// The closing quote of a value is optional, because the shown text may be cut.
const name = String.raw`[A-Za-z_][\w.-]{0,80}`
const jsonPair = new RegExp(String.raw`(?<!\\)"(${name})"(\s{0,20}:\s{0,20}")((?:[^"\\]|\\.)+)`, 'g')
const nestedPair = new RegExp(String.raw`\\"(${name})(\\"\s{0,20}:\s{0,20}\\")([^"\\]+)`, 'g')
const element = new RegExp(String.raw`<(?:[\w-]{1,40}:)?(${name})((?:\s[^<>]{0,500})?>)([^<>]+)(?=</)`, 'g')
const attribute = new RegExp(String.raw`(?<![\w.])(${name})(\s{0,20}=\s{0,20}["'])([^"'<>\\]+)`, 'g')
const pair = new RegExp(String.raw`(?<![\w.])(${name})(=)([^\s&,;"'<>{}\\]+)`, 'g')

/**
 * Replaces secrets in any text. A secret is found by the name before it (in JSON, XML or a pair) or by its own form.
 */
export function replaceSecrets(text: string, replace: (name: string | null, value: string) => string): string {
  let result = text
  for (const pattern of [jsonPair, nestedPair, element, attribute, pair])
    result = result.replace(pattern, (whole, name: string, between: string, value: string) =>
      isSecretName('field', name, value) || isKnownSecret(value)
        ? whole.slice(0, -value.length) + replace(name, value)
        : whole,
    )
  return result.replace(knownSecrets, (value) => replace(null, value))
}

const userInfo = /(:\/\/[^/\s:@]{0,200}:)[^/\s@]{1,500}(?=@)/g
const scheme = /\b((?:bearer|basic)\s{1,20})[^\s"']+/gi
const headerPair = new RegExp(String.raw`(?<![\w.])(${name})(:\s{0,20})([^\s"'{}\\/][^\s"'{}\\]*)`, 'g')

/** For a message: its reader may not be the person who pasted the secret. */
export function withoutSecrets(text: string): string {
  const plain = text
    .replace(userInfo, '$1…')
    .replace(scheme, '$1…')
    .replace(headerPair, (whole, name: string, colon: string, value: string) =>
      isSecretName('header', name, value) && !/^(bearer|basic)$/i.test(value) ? `${name}${colon}…` : whole,
    )
  return replaceSecrets(plain, () => '…')
}
