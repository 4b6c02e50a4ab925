import { expect, test } from 'vitest'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'

test('a journey made from a name alone begins with an entry, an e-mail field and the zone of the workspace', async () => {
  await using app = await createTestApp({ queue: false })
  const key = await app.apiKey('editor')
  await app.caller('admin').settings.update({ timeZone: 'Asia/Tokyo' })
  const { id } = await jsonOf(await app.request('/api/v1/journeys', { key, json: { name: 'Welcome' } }))
  expect(await jsonOf(await app.request(`/api/v1/journeys/${id}`, { key }))).toMatchObject({
    name: 'Welcome',
    timeZone: 'Asia/Tokyo',
    uniqueBy: ['email'],
    fields: [{ key: 'email', type: 'email', required: true }, { key: 'firstName' }],
    nodes: [{ id: 'entry', kind: 'entry' }],
  })
})

test('createJourney: the given parts of a document replace the defaults, other parts keep them', async () => {
  await using app = await createTestApp({ queue: false })
  const key = await app.apiKey('editor')
  const given = {
    name: 'Short',
    nodes: [
      { id: 'in', kind: 'entry' },
      { id: 'out', kind: 'exit', config: { reason: 'x' } },
    ],
  }
  const { id } = await jsonOf(await app.request('/api/v1/journeys', { key, json: given }))
  expect(await jsonOf(await app.request(`/api/v1/journeys/${id}`, { key }))).toMatchObject({
    nodes: [{ id: 'in' }, { id: 'out' }],
    fields: [{ key: 'email' }, { key: 'firstName' }],
  })
})
