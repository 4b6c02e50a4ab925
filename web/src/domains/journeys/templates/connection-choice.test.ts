import { expect, it } from 'vitest'
import { chosenConnections, firstChoice, fittingConnections, isComplete } from './connection-choice.ts'

const connection = (id: string, connector: string, name: string) => ({ id, connector, name }) as never
const there = [connection('a', 'http', 'Proxy'), connection('b', 'slack', 'Slack'), connection('c', 'jira', 'Jira')]

it('offers connections of the product first, then any web API, and no other product', () => {
  expect(fittingConnections('slack', there).map(({ id }) => id)).toEqual(['b', 'a'])
  expect(firstChoice('slack', there)).toMatchObject({ how: 'there', connectionId: 'b' })
  expect(firstChoice('zendesk', there)).toMatchObject({ how: 'later', connectionId: null })
})

it('connection choice: is complete with a connection or a full address for a new one', () => {
  expect(isComplete('slack', { how: 'there', connectionId: null, parts: {} })).toBe(false)
  expect(isComplete('slack', { how: 'later', connectionId: null, parts: {} })).toBe(true)
  expect(isComplete('zendesk', { how: 'later', connectionId: null, parts: {} })).toBe(false)
  expect(isComplete('zendesk', { how: 'later', connectionId: null, parts: { subdomain: 'acme' } })).toBe(true)
})

it('connection choice: a new connection is named after its product, with a number where the name is taken', () => {
  const later = { how: 'later', connectionId: null, parts: {} } as const
  expect(chosenConnections({ slack: later }, there)).toEqual({
    slack: { create: { name: 'Slack 2', baseUrl: 'https://slack.com/api' } },
  })
  expect(chosenConnections({ slack: { ...later, how: 'there', connectionId: 'b' } }, there)).toEqual({
    slack: { id: 'b' },
  })
})
