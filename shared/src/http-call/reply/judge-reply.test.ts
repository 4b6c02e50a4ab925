import { expect, test } from 'vitest'
import { judgeReply } from './judge-reply.ts'

test.each<[string[], string | undefined, number, unknown, boolean]>([
  [['2xx'], undefined, 200, null, true],
  [['2xx'], undefined, 299, null, true],
  [['2xx'], undefined, 302, null, false],
  [['2xx', '404'], undefined, 404, null, true],
  [['200'], undefined, 201, null, false],
  [['2xx'], '$.ok', 200, { ok: true }, true],
  [['2xx'], '$.ok', 200, { ok: false }, false],
  [['2xx'], '$.ok', 200, { ok: null }, false],
  [['2xx'], '$.ok', 200, {}, false],
  [['2xx'], '$.ok', 200, undefined, false],
  [['2xx'], '$.ok', 500, { ok: true }, false],
  [['2xx'], '$.error_count', 200, { error_count: 0 }, true],
  [['2xx'], '$[?@.status == "done"]', 200, [{ status: 'done' }], true],
  [['2xx'], '$[?@.status == "done"]', 200, [{ status: 'new' }], false],
  [['2xx'], 'not a path', 200, {}, false],
])('statuses %j, predicate %j: %j with %j is %j', (statuses, predicate, status, body, expected) => {
  expect(judgeReply({ statuses, predicate }, status, body)).toBe(expected ? 'success' : 'failure')
})

test('a predicate that needs too much work says so instead of counting as not met', () => {
  const list = Array.from({ length: 2000 }, (_, id) => ({ id }))
  const rule = { statuses: ['2xx'], predicate: '$[?count($[?@.id == 1]) == 2]' }
  expect(judgeReply(rule, 200, list)).toBe('tooCostly')
})
