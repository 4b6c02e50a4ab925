import { buildRequest } from '@tabiji/shared/http-call/request/build-request.ts'
import { externalActionContentSchema } from '@tabiji/shared/http-call/action/external-action.ts'
import { describe, expect, it } from 'vitest'
import { formOfRows, rowsOfForm } from './form-rows.ts'

describe('rows of a form body', () => {
  it.each([
    [[{ name: 'to', value: '{{email}}' }]],
    [[{ name: 'note', value: 'a & b = 100 % {{text}} + more' }]],
    [[{ name: '件名', value: 'こんにちは {{ name }}' }]],
    [
      [
        { name: 'a', value: '' },
        { name: 'a', value: '1' },
      ],
    ],
  ])('come back as they were typed: %j', (rows) => {
    const normal = rows.map(({ name, value }) => ({ name, value: value.replace('{{ name }}', '{{name}}') }))
    expect(rowsOfForm(formOfRows(rows))).toEqual(normal)
  })

  it('leave out rows that nobody began', () => {
    expect(formOfRows([{ name: '', value: '' }])).toBe('')
    expect(rowsOfForm('')).toEqual([])
  })

  it('send what was typed, with the value in its place', () => {
    const template = formOfRows([{ name: 'note', value: 'a&b={{text}}' }])
    const action = externalActionContentSchema.parse({
      name: 'x',
      method: 'POST',
      body: { kind: 'form', template },
      tokens: [{ name: 'text' }],
    })
    const built = buildRequest(action, 'https://example.com', { text: 'c&d=e' })
    if (!built.ok) throw new Error('no request')
    expect([...new URLSearchParams(built.value.body ?? '')]).toEqual([['note', 'a&b=c&d=e']])
  })
})
