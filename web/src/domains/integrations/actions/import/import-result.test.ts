import { describe, expect, test } from 'vitest'
import {
  connectionName,
  type ImportResult,
  matchingConnections,
  type Operation,
  searchOperations,
  sourceOfText,
} from './import-result.ts'

const imported = {
  action: { path: '/api/chat.postMessage' },
  connection: { baseUrl: 'https://slack.com' },
} as ImportResult
const operation = (id: string, method: string, path: string, summary: string): Operation => ({
  id,
  method,
  path,
  summary,
  tag: '',
  isDeprecated: false,
})

describe('matchingConnections', () => {
  test('gives those that reach the address, the closest first, each with the path under it', () => {
    const connections = [
      { id: 'a', baseUrl: 'https://slack.com' },
      { id: 'b', baseUrl: 'https://example.com' },
      { id: 'c', baseUrl: 'https://slack.com/api' },
    ]
    expect(matchingConnections(imported, connections)).toEqual([
      { connection: connections[2], path: '/chat.postMessage' },
      { connection: connections[0], path: '/api/chat.postMessage' },
    ])
  })
})

describe('searchOperations', () => {
  const operations = [
    operation('postMessage', 'POST', '/chat.postMessage', 'Sends a message'),
    operation('listUsers', 'GET', '/users', 'Lists users'),
  ]
  test.each([
    ['', ['postMessage', 'listUsers']],
    ['post message', ['postMessage']],
    ['GET /users', ['listUsers']],
    ['nothing', []],
  ])('"%s"', (typed, ids) => {
    expect(searchOperations(operations, typed).map(({ id }) => id)).toEqual(ids)
  })
})

test('JSON is sent as an object, everything else as text', () => {
  expect(sourceOfText(' {"openapi":"3.0.0"}')).toEqual({ openapi: { openapi: '3.0.0' } })
  expect(sourceOfText('{"openapi":')).toEqual({ openapi: '{"openapi":' })
  expect(sourceOfText('openapi: 3.0.0')).toEqual({ openapi: 'openapi: 3.0.0' })
})

test.each([
  ['https://api.example.com/v1', 'example.com'],
  ['https://slack.com', 'slack.com'],
  ['https://{subdomain}.example.com', '{subdomain}.example.com'],
])('a connection to %s is called %s', (baseUrl, name) => {
  expect(connectionName(baseUrl)).toBe(name)
})
