import { describe, expect, it } from 'vitest'
import { newActionDraft } from './action-draft.ts'
import { findingsOf } from './draft-findings.ts'

const fine = { ...newActionDraft('c1'), name: 'Post', path: '/messages', bodyText: '{"a":1}' }
const check = (patch: Partial<typeof fine>) => findingsOf({ ...fine, ...patch }, 'en', (text) => text)

describe('what is wrong with a draft', () => {
  it('is nothing when nothing is', () => {
    expect(check({})).toEqual({ byPath: {}, errors: 0 })
  })

  it.each([
    [{ name: ' ' }, 'name', 'nameMissing'],
    [{ path: 'messages' }, 'path', 'Start it with /'],
    [{ bodyText: '{"a":' }, 'body.template', 'not valid JSON'],
    [{ headers: [{ id: '1', name: 'Host', value: 'x' }] }, 'headers[0].name', 'set by Tabiji itself'],
    [{ statuses: ['2xx', 'ok'] }, 'success.statuses', 'statusWrong'],
    [{ statuses: [] }, 'success.statuses', 'statusMissing'],
    [
      { extract: [{ id: '1', name: 'ts', path: 'ts', type: 'text', ifMissing: 'empty', fallback: '' }] },
      'extract[0].path',
      'not a valid JSONPath',
    ],
    [
      { extract: [{ id: '1', name: 'two words', path: '$.ts', type: 'text', ifMissing: 'empty', fallback: '' }] },
      'extract[0].name',
      'identifier',
    ],
  ] as const)('%j is told at %s', (patch, path, message) => {
    const { byPath, errors } = check(structuredClone(patch) as never)
    expect(byPath[path]).toMatchObject({ severity: 'error' })
    expect(byPath[path]?.message).toContain(message)
    expect(errors).toBe(1)
  })

  it('counts an undeclared token, but tells it where it can be declared', () => {
    expect(check({ bodyText: '{"a":"{{text}}"}' })).toEqual({ byPath: {}, errors: 1 })
  })

  it('only warns of a secret typed into a header', () => {
    const { byPath, errors } = check({ headers: [{ id: '1', name: 'Authorization', value: 'Bearer abc' }] })
    expect(byPath['headers[0].value']).toMatchObject({ severity: 'warning' })
    expect(errors).toBe(0)
  })
})
