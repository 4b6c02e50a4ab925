import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const file = path.join(import.meta.dirname, 'common-passwords.txt.gz')

let list: Promise<string> | undefined

/**
 * The 50,000 most frequent passwords of at least 10 characters, in lower case, one a line. They come from Mark Burnett's ten million
 * passwords, which he gave to the public domain, in the order of frequency of SecLists (MIT, Daniel Miessler). The file has 274 kB and
 * is read when a password is first set.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  list ??= load()
  return (await list).includes(`\n${password.toLowerCase()}\n`)
}

async function load(): Promise<string> {
  const text = await promisify(gunzip)(await readFile(file))
  return `\n${text.toString('utf8')}`
}
