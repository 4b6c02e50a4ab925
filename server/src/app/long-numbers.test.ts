import { extractOutputs } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import { readCodeResult } from '@tabiji/shared/code/read-code-result.ts'
import { formatJson } from '@tabiji/shared/text/format-json.ts'
import { afterAll, expect, test } from 'vitest'
import { calling } from '../../test/call-operation.ts'
import { createTestApp, jsonOf } from '../../test/test-app.ts'
import { eventOperations } from '../inbound/events/event.operations.ts'
import { readDocument } from '../integrations/actions/import/documents/read-document.ts'
import { readJsonBody } from '../kernel/http/requests/read-body.ts'

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

const createEndpoint = calling(eventOperations.create)
const getEvent = calling(eventOperations.get)
const newestSample = calling(eventOperations.newestSample)
const document = (id: string) => `{"openapi":"3.1.0","info":{"x-id":${id}}}`
let made = 0

async function sendEvent(id: string) {
  const ctx = app.ctx('admin')
  const { endpoint, key } = await createEndpoint(ctx, { name: `Numbers ${++made}`, topic: 'numbers' })
  const body = `{"id":${id}}`
  const sent = await app.request(`/api/v1/events/${endpoint.id}`, {
    method: 'POST',
    key,
    body,
    headers: { 'content-type': 'application/json' },
  })
  expect(sent.status).toBe(202)
  return { ctx, id: endpoint.id, eventId: (await jsonOf(sent)).eventId as string }
}

// Every way by which JSON or YAML of others comes in. Lint refuses a JSON.parse that would add another.
test.each<[string, (id: string) => Promise<unknown>]>([
  ['the body of a request', async (id) => readJsonBody(new Request('http://x', { method: 'POST', body: id }), 100)],
  [
    'the reply to a call',
    async (id) =>
      extractOutputs([{ name: 'id', path: '$.id', type: 'text', ifMissing: 'fail' }], `{"id":${id}}`)['id']?.value,
  ],
  [
    'a document in JSON',
    async (id) =>
      ((await readDocument(document(id), (parse) => parse())).root['info'] as Record<string, unknown>)['x-id'],
  ],
  [
    'a document in YAML',
    async (id) =>
      (
        (await readDocument(`openapi: 3.1.0\ninfo:\n  x-id: ${id}`, (parse) => parse())).root['info'] as Record<
          string,
          unknown
        >
      )['x-id'],
  ],
  [
    'the result of code',
    async (id) => {
      const result = readCodeResult({ json: `{"id":${id}}` })
      return result.ok ? result.value['id'] : result.error
    },
  ],
  ['a body as it is shown', async (id) => / (-?\d+)/.exec(formatJson(`{"id":${id}}`))?.[1]],
  [
    'an event as it is shown',
    async (id) => ((await getEvent(...(await argumentsOf(id)))) as { payload: { id: unknown } }).payload.id,
  ],
  [
    'an event as a sample',
    async (id) => {
      const { ctx, id: endpointId } = await sendEvent(id)
      return (await newestSample(ctx, { id: endpointId }))!.fields[0]!.sample
    },
  ],
])('%s keeps each digit of a long id', async (_door, read) => {
  for (const id of ['8202522731445525542', '8202522731445525543', '-9007199254740993'])
    expect(String(await read(id))).toBe(id)
  expect(Number(await read('42'))).toBe(42)
})

async function argumentsOf(id: string) {
  const { ctx, ...event } = await sendEvent(id)
  return [ctx, event] as const
}
