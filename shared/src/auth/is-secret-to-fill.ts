import { hasMark } from '../text/variable-mark.ts'

/** Words of which the names of secrets are made. */
const nouns = new Set(
  `access account admin anon api apikey app application auth authentication authorization base64 basic bearer bot
  channel client code cookie credential credentials developer encoded id integration jwt key keys login master name
  oauth oauth2 pass passwd password pat personal private project public publishable refresh rest secret secretkey server
  service session signing sid site string subscription team tenant token user username value webhook workspace
  chave clave cle clé chiave contraseña contrasena geheim jeton kennwort llave mot passe passwort schlüssel schluessel
  senha sleutel wachtwoord de du del da la le`.split(/\s+/),
)

/** Words that say that somebody has to do something, or that a text is not the real one. */
const hints = new Set(
  `your my the this that insert enter replace put paste add change changeme me with here goes example sample dummy
  placeholder todo fixme redacted hidden removed masked some actual real valid own generated obtained fill in
  replaceme yourapikey yourtoken mytoken myapikey
  dein deine deinen ihr ihre ihren votre ton mon tu su seu sua uw jouw il tuo mio mi vuestro hier ici aqui aquí qui`.split(
    /\s+/,
  ),
)

/** Hints that say so without a noun beside them. */
const alone =
  /^(change-?me|replace-?me|placeholder|redacted|todo|fixme|example|dummy|hidden|removed|masked|undefined|null|none)$/i

/**
 * The placeholders that documentation uses for the reader's own secret, in any language. As a name of a user, one plain
 * word such as `api` is meant as it stands.
 */
export function isSecretToFill(value: string, kind: 'secret' | 'userName' = 'secret'): boolean {
  const plain = value.trim()
  if (plain === '' || hasMark(plain)) return true
  if (plain.length > 120) return false
  // No secret has an ellipsis in it: it is shortened.
  if (/\.{3}|…|•{2}|\*{3}/.test(plain)) return true
  // An optional prefix of a vendor, then nothing but filling signs: sk_test_xxxx, xxxxxxxx-xxxx.
  if (/^(?:[A-Za-z]{1,8}[-_.](?:(?:live|test)[-_])?)?(?=.*[xX*#?—–_-]{3})[xX*#?—–_.-]{3,}$/.test(plain)) return true
  // Letters that a header or a password for a program never has: Japanese, Chinese, Korean, Cyrillic and so on.
  if (/[^\p{Script=Latin}\P{L}]/u.test(plain)) return true
  if (/^\S+@\S+$/.test(plain)) return false
  const wrapped =
    /^(?:\[+|<+|\(+|\{+|%+|@+|#\{|__+|\$+|:)\s*(\p{L}[\p{L}\p{N} _.,'’-]*?)\s*(?:\]*|>*|\)*|\}*|%*|@*|_*)$/u.exec(
      plain,
    )?.[1]
  if (kind === 'userName' && wrapped === undefined && /^[a-z]+$/.test(plain)) return false
  return alone.test(plain) || isMadeOfWords(wrapped ?? plain, wrapped !== undefined)
}

function isMadeOfWords(text: string, isWrapped: boolean): boolean {
  const words = text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  if (words.length === 0 || !words.every((word) => /^\p{L}+\d?$/u.test(word) || nouns.has(word))) return false
  const isNamed = words.some((word) => nouns.has(word))
  if (isWrapped || words.every((word) => nouns.has(word))) return true
  // ADYEN_API_KEY: the name of a variable.
  if (isNamed && /^[A-Z][A-Z\d]*([_-][A-Z\d]+)+$/.test(text)) return true
  return isNamed && words.some((word) => hints.has(word))
}
