import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createTestDatabase } from '../../../test/test-database.ts'
import {
  booleanArray,
  instantArray,
  integerArray,
  jsonArray,
  jsonbArray,
  textArray,
  uuidArray,
} from './binary-array.ts'
import { openDatabase } from './database.ts'

const id = '0198a3c4-9d1e-7abc-8def-0123456789ab'
const texts = ['', 'plain', '"quoted" \\ {a,b} NULL', 'お客様 001 🗻', null, 'line\nbreak\ttab']
const instants = [
  0,
  946_684_800_000,
  946_684_799_999,
  -62_135_596_800_000,
  4_102_444_800_123,
  253_402_300_799_999,
  null,
]

it('binary arrays: PostgreSQL returns each element that was sent', async () => {
  const { connectionString, drop } = await createTestDatabase()
  await using database = new AsyncDisposableStack()
  database.defer(drop)
  const { db, close } = openDatabase(connectionString)
  database.defer(close)
  const { rows } = await sql<Record<string, unknown>>`
    select ${uuidArray([id, null])}::uuid[] as ids, ${integerArray([0, -1, 2_147_483_647, -2_147_483_648, null])}::integer[] as integers,
      ${booleanArray([true, false, null])}::boolean[] as booleans, ${textArray(texts)}::text[] as texts,
      ${jsonArray(['{"a":[1,"\\u0000"]}', null])}::json[]::text[] as json,
      ${jsonbArray(['{"b": 1, "a": null}', null])}::jsonb[]::text[] as jsonb,
      (select array_agg((extract(epoch from moment) * 1000)::bigint::text) from unnest(${instantArray(instants)}::timestamptz[]) as moment)
        as instants,
      ${textArray([])}::text[] as no_texts, ${uuidArray([])}::uuid[] as no_uuids`.execute(db)
  expect(rows[0]).toEqual({
    ids: [id, null],
    integers: [0, -1, 2_147_483_647, -2_147_483_648, null],
    booleans: [true, false, null],
    texts,
    json: ['{"a":[1,"\\u0000"]}', null],
    jsonb: ['{"a": null, "b": 1}', null],
    instants: instants.map((instant) => (instant === null ? null : String(instant))),
    no_texts: [],
    no_uuids: [],
  })
})

it('uuidArray: a text that is no UUID is refused', () => {
  expect(() => uuidArray(['0198a3c4'])).toThrow('"0198a3c4" is not a UUID')
})

it('a number that does not fit an integer is refused', () => {
  expect(() => integerArray([2 ** 31])).toThrow(RangeError)
})
