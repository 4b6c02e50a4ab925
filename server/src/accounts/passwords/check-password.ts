import type { IssueCode } from '@tabiji/shared/messages/issue.ts'
import { invalid } from '../../kernel/errors.ts'
import { isCommonPassword } from './is-common-password.ts'
import { maxPasswordLength, minPasswordLength } from './password-length.ts'

/** Whom the password is for: what others know of a person is tried first. */
export type PasswordOwner = { email: string; name: string; workspaceNames: readonly string[] }

/** Words of the product and of its kind that make no password stronger. docs/security.md lists them. */
export const contextWords = [
  'tabiji',
  'journey',
  'password',
  'passwort',
  'passw0rd',
  'パスワード',
  'welcome',
  'letmein',
  'changeme',
  'administrator',
  'admin',
  'owner',
  'secret',
  'login',
]

/** Characters that must be left once known words and sequences are taken out. */
const minOwnCharacters = 8
/** Shorter parts of a name or an address occur in any text. */
const minWordLength = 3
const minRunLength = 4
const minDifferentCharacters = 4

const keyboardRows = ['1234567890', 'qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm']

/**
 * Every door that takes a new password asks here: the first owner, an invitation, a change and a reset. Throws `invalid` with the reason at
 * `field`. The password itself is never changed.
 */
export async function checkPassword(password: string, owner: PasswordOwner, field: string): Promise<void> {
  const fault = await findFault(password, owner)
  if (fault) throw invalid([{ ...fault, severity: 'error', path: field.split('.') }])
}

type Fault = { code: IssueCode; params?: Record<string, string | number> }

async function findFault(password: string, owner: PasswordOwner): Promise<Fault | null> {
  if (password.length > 0 && password.trim() === '') return { code: 'password.blank' }
  if (password.length < minPasswordLength || password.length > maxPasswordLength)
    return { code: 'password.length', params: { min: minPasswordLength, max: maxPasswordLength } }
  const plain = password.normalize('NFKC').toLowerCase().trim()
  if (repeats(plain)) return { code: 'password.repeats' }
  if (await isCommonPassword(plain)) return { code: 'password.common' }
  const word = wordsOf(owner).find((known) => plain.includes(known))
  const withoutWords = wordsOf(owner).reduce((rest, known) => rest.replaceAll(known, ''), plain)
  if (withoutRuns(withoutWords).length >= minOwnCharacters) return null
  return word === undefined ? { code: 'password.sequence' } : { code: 'password.knownWord', params: { word } }
}

/** One short part again and again, or hardly any different characters. */
function repeats(plain: string): boolean {
  const characters = [...plain]
  if (new Set(characters).size < minDifferentCharacters) return true
  for (let period = 1; period < minPasswordLength && period * 2 <= characters.length; period++)
    if (characters.every((character, at) => at < period || character === characters[at - period])) return true
  return false
}

/** The longest first, so that a whole address is taken out before its parts. */
function wordsOf({ email, name, workspaceNames }: PasswordOwner): string[] {
  const [local = '', domain = ''] = email.split('@')
  // The last part of a domain, such as "com", is not the person's.
  const texts = [email, local, ...domain.split('.').slice(0, -1), name, ...workspaceNames]
  const words = texts.flatMap((text) => {
    const plain = text.normalize('NFKC').toLowerCase().trim()
    return [plain, plain.replaceAll(/\s+/g, ''), ...plain.split(/[^\p{L}\p{N}]+/u)]
  })
  return [...new Set([...words, ...contextWords])]
    .filter((word) => word.length >= minWordLength)
    .toSorted((one, other) => other.length - one.length)
}

/** Leaves the first character of each run such as `1234`, `dcba`, `qwer` or `0000`. */
function withoutRuns(text: string): string {
  const characters = [...text]
  let kept = ''
  for (let start = 0; start < characters.length;) {
    const length = runLength(characters, start)
    kept += length >= minRunLength ? characters[start] : characters.slice(start, start + length).join('')
    start += length
  }
  return kept
}

function runLength(characters: readonly string[], start: number): number {
  const lengths = steps.map((follows) => {
    let end = start + 1
    while (end < characters.length && follows(characters[end - 1]!, characters[end]!)) end++
    return end - start
  })
  const longest = Math.max(...lengths)
  return longest >= minRunLength ? longest : 1
}

type Follows = (before: string, after: string) => boolean

const distance = (before: string, after: string) => after.codePointAt(0)! - before.codePointAt(0)!
const steps: readonly Follows[] = [
  (before, after) => before === after,
  (before, after) => distance(before, after) === 1,
  (before, after) => distance(before, after) === -1,
  ...keyboardRows.flatMap((row): Follows[] => [
    (before, after) => row.includes(before + after),
    (before, after) => row.includes(after + before),
  ]),
]
