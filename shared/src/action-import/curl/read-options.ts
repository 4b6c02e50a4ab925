import type { Issue } from '../../messages/issue.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { type CurlOption, optionByLetter, optionByName } from './curl-options.ts'
import { showMarks } from '../../text/variable-mark.ts'

export type GivenOption = { option: CurlOption; written: string; value: string }

const address: CurlOption = { long: 'url', takesValue: true, effect: 'url' }

/** Options in order: long or short, joined or separate. A word that is not an option is an address. */
export function readOptions(words: readonly string[]): Result<GivenOption[], Issue> {
  const given: GivenOption[] = []
  let isPastOptions = false
  for (let index = 0; index < words.length; index++) {
    // Word processors replace one or two hyphens with a dash.
    const word = (words[index] ?? '').replace(/^[–—](?=[A-Za-z])/, (dash) => (dash === '—' ? '--' : '-'))
    if (isPastOptions || !word.startsWith('-') || word === '-') {
      given.push({ option: address, written: '', value: word })
    } else if (word === '--') {
      isPastOptions = true
    } else {
      const read = word.startsWith('--') ? readLong(word) : readShort(word)
      if (!read.ok) return read
      for (const entry of read.value) {
        if (entry.value !== null) {
          given.push({ ...entry, value: entry.value })
          continue
        }
        const next = words[++index]
        if (next === undefined) return refuse('curl.optionValueMissing', entry.written)
        given.push({ ...entry, value: next })
      }
    }
  }
  return ok(given)
}

type Read = { option: CurlOption; written: string; value: string | null }

function readLong(word: string): Result<Read[], Issue> {
  const [, name = '', , joined] = /^--([^=]*)(=(.*))?$/s.exec(word) ?? []
  const option = optionByName(name)
  if (!option) return refuse('curl.optionUnknown', `--${name}`)
  const value = option.takesValue ? (joined ?? null) : ''
  return ok([{ option, written: `--${name}`, value }])
}

function readShort(word: string): Result<Read[], Issue> {
  const read: Read[] = []
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at)
    const option = optionByLetter(letter)
    if (!option) return refuse('curl.optionUnknown', `-${letter}`)
    if (!option.takesValue) {
      read.push({ option, written: `-${letter}`, value: '' })
      continue
    }
    const joined = word.slice(at + 1)
    // curl would send "-X=POST" as a method "=POST", which is a mistake. The body of -d may start with an equals sign.
    const value = /[XHuA]/.test(letter) ? joined.replace(/^=/, '') : joined
    read.push({ option, written: `-${letter}`, value: joined === '' ? null : value })
    break
  }
  return ok(read)
}

function refuse(code: 'curl.optionUnknown' | 'curl.optionValueMissing', option: string): Result<never, Issue> {
  return err({ code, severity: 'error', params: { option: showMarks(option).slice(0, 60) } })
}
