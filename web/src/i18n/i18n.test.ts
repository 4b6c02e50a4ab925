import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { ja } from './ja.ts'
import { detectLocale } from './locales.ts'

type Texts = { [key: string]: string | Texts }

const source = path.resolve(import.meta.dirname, '..')
const plural = /_(zero|one|two|few|many|other)$/

/** `{ 'common:action.save': 'Save' }` */
function flatten(texts: Texts, prefix = '', separator = ':'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]) => {
      const name = prefix === '' ? key : `${prefix}${separator}${key}`
      return typeof value === 'string'
        ? [[name, value]]
        : Object.entries(flatten(value, name, prefix === '' ? ':' : '.'))
    }),
  )
}

const english = flatten(en)
const japanese = flatten(ja)
const baseKeys = (texts: Record<string, string>) => [
  ...new Set(Object.keys(texts).map((key) => key.replace(plural, ''))),
]

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith(`i18n${path.sep}`))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
}

/** Names that are written in Latin letters in Japanese texts too. */
const latinWords = new Set(
  'Tabiji API APIs CTA CSV JSON JSONPath XML HTML HTTP https http URL ID REST CRM OAuth PUBLIC Basic Bearer Slack cURL Liquid NPS SMTP TLS STARTTLS UTC URI UTF JIS Enter UNIX GET TOKEN POST PUT PATCH DELETE HEAD OPTIONS Cookie OpenAPI Swagger YAML MB Authorization Key true xx JWT HMAC iss sub aud kid RS HS BEGIN timestamp method url host path query body'.split(
    ' ',
  ),
)

function leftInEnglish(text: string): string[] {
  return text
    .replaceAll(
      /\{\{.*?\}\}|\$t\(.*?\)|<[^>]*>|\$\.[\w.[\]]+|[\w.+-]+@[\w.-]+|\w+\/[\w/]+|[\w-]+(\.[\w-]+)+(:\d+)?/g,
      ' ',
    )
    .split(/[^A-Za-z]+/)
    .filter((word) => word.length > 1 && !latinWords.has(word))
}

describe('texts', () => {
  it('every key is there in both languages', () => {
    expect(baseKeys(japanese).toSorted()).toEqual(baseKeys(english).toSorted())
  })

  it.each([
    ['en', english],
    ['ja', japanese],
  ])('every counted text has each of the forms of its language (%s)', (locale, texts) => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
    const counted = Object.keys(texts).filter((key) => plural.test(key))
    const missing = counted
      .map((key) => key.replace(plural, ''))
      .flatMap((key) => forms.map((form) => `${key}_${form}`))
      .filter((key) => texts[key] === undefined)
    expect(missing).toEqual([])
  })

  it('both languages fill in the same values', () => {
    const places = (text: string) => [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map((match) => match[1]).toSorted()
    const different = Object.keys(japanese).filter((key) => {
      const counterpart = english[key]
      return counterpart !== undefined && String(places(counterpart)) !== String(places(japanese[key] ?? ''))
    })
    expect(different).toEqual([])
  })

  it('no Japanese text was left in English', () => {
    const left = Object.entries(japanese)
      .map(([key, text]) => [key, leftInEnglish(text)] as const)
      .filter(([, words]) => words.length > 0)
    expect(left).toEqual([])
  })

  it('Japanese texts are punctuated in full width', () => {
    const half = /[ぁ-ゖァ-ヺ一-龠ー」）}][(:]|[(:)] ?[ぁ-ゖァ-ヺ一-龠「]/u
    const found = Object.entries(japanese).filter(([, text]) => half.test(text.replace(/\$t\(.*?\)/g, '')))
    expect(found).toEqual([])
  })

  it('no text is empty', () => {
    const empty = [...Object.entries(english), ...Object.entries(japanese)].filter(([, text]) => text.trim() === '')
    expect(empty).toEqual([])
  })

  it('every key is used somewhere', () => {
    const files = sourceFiles(source).map((file) => ({
      literals: new Set([...file.matchAll(/['"]([\w:.-]+)['"]/g)].map((match) => match[1])),
      // `state.${state}` uses every key that begins with `state.`.
      prefixes: [...file.matchAll(/`([\w:.-]+)\$\{/g)].map((match) => match[1] as string),
    }))
    const unused = baseKeys(english).filter((key) => {
      const [area = '', inArea = ''] = key.split(':')
      return !files.some(({ literals, prefixes }) => {
        const names = literals.has(area) || area === 'common' ? [key, inArea] : [key]
        return names.some((name) => literals.has(name) || prefixes.some((prefix) => name.startsWith(prefix)))
      })
    })
    expect(unused).toEqual([])
  })
})

describe('language', () => {
  const cases: [stored: string | null, wishes: string[], expected: string, why: string][] = [
    ['ja', ['en-US'], 'ja', 'a choice made before wins over the browser'],
    [null, ['ja-JP', 'en'], 'ja', 'the browser is asked when nothing was chosen'],
    [null, ['fr-FR', 'ja'], 'ja', 'the first wish that is one of ours counts'],
    [null, ['de'], 'en', 'English when none of ours is wished'],
    ['klingon', ['ja'], 'ja', 'a stored value that is no language of ours is ignored'],
  ]
  it.each(cases)('%s and %s give %s: %s', (stored, wishes, expected) => {
    expect(detectLocale(stored, wishes)).toBe(expected)
  })
})
