import { expect, test } from 'vitest'
import { pathBelowBaseUrl } from './path-below-base-url.ts'

test.each<[string, string, string, string | null]>([
  ['https://slack.com', '/api/chat.postMessage', 'https://slack.com/api', '/chat.postMessage'],
  ['https://slack.com', '/api/chat.postMessage', 'https://slack.com/api/', '/chat.postMessage'],
  ['https://slack.com/api', '/chat.postMessage', 'https://slack.com', '/api/chat.postMessage'],
  ['https://API.example.com', '/x', 'https://api.example.com', '/x'],
  ['https://api.example.com:443', '/x', 'https://api.example.com', '/x'],
  ['https://api.example.com', '', 'https://api.example.com', ''],
  ['https://api.example.com', '/v1', 'https://api.example.com/v1', ''],
  ['https://api.example.com', '/v10/x', 'https://api.example.com/v1', null],
  ['https://api.example.com', '/V1/x', 'https://api.example.com/v1', null],
  ['https://api.example.com.evil.example', '/x', 'https://api.example.com', null],
  ['https://api.example.com', '/x', 'http://api.example.com', null],
  ['https://api.example.com', '/x', '', null],
])('%s%s under %s is %s', (baseUrl, path, otherBaseUrl, expected) => {
  expect(pathBelowBaseUrl(baseUrl, path, otherBaseUrl)).toBe(expected)
})
