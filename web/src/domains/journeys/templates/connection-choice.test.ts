import { expect, it } from 'vitest'
import { chosenConnections, firstChoice, fittingConnections, isComplete } from './connection-choice.ts'

const connection = (id: string, connector: string, name: string) => ({ id, connector, name }) as never
const there = [connection('a', 'http', 'Proxy'), connection('b', 'slack', 'Slack'), connection('c', 'jira', 'Jira')]

it('offers connections of the product first, then any web API, and no other product', () => {
  expect(fittingConnections('slack', there).map(({ id }) => id)).toEqual(['b', 'a'])
  expect(firstChoice('slack', there)).toMatchObject({ how: 'there', connectionId: 'b' })
  expect(firstChoice('zendesk', there)).toMatchObject({ how: 'later', connectionId: null })
})

it('is complete once one is chosen, or the address of a new one can be made', () => {
  expect(isComplete('slack', { how: 'there', connectionId: null, parts: {} })).toBe(false)
  expect(isComplete('slack', { how: 'later', connectionId: null, parts: {} })).toBe(true)
  expect(isComplete('zendesk', { how: 'later', connectionId: null, parts: {} })).toBe(false)
  expect(isComplete('zendesk', { how: 'later', connectionId: null, parts: { subdomain: 'acme' } })).toBe(true)
})

it('names a new connection after its product, and by number where that name is taken', () => {
  const later = { how: 'later', connectionId: null, parts: {} } as const
  expect(chosenConnections({ slack: later }, there)).toEqual({
    slack: { create: { name: 'Slack 2', baseUrl: 'https://slack.com/api' } },
  })
  expect(chosenConnections({ slack: { ...later, how: 'there', connectionId: 'b' } }, there)).toEqual({
    slack: { id: 'b' },
  })
})
