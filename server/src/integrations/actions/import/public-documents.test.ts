import { buildRequest } from '@tabiji/shared/http-call/request/build-request.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { describe, expect, test } from 'vitest'
import { readVendored } from '../../../../test/open-api/read-vendored.ts'
import { importOperation } from './import-operation.ts'
import { listOperations } from './list-operations.ts'
import { readDocument } from './documents/read-document.ts'

describe.each([
  ['slack-web-api', 174, 'https://slack.com/api'],
  ['twilio-api-v2010', 197, 'https://api.twilio.com'],
])('%s', async (name, count, baseUrl) => {
  const document = await readDocument(readVendored(name), (parse) => parse())
  const operations = listOperations(document)
  const imported = operations.map(({ id }) => ({ id, required: importOperation(document, { operationId: id }) }))

  test('every operation is listed once', () => {
    expect(operations.length).toBe(count)
    expect(new Set(operations.map(({ id }) => id)).size).toBe(count)
  })

  test('every operation is imported and builds a request from its samples, with all that is optional too', () => {
    for (const { id, required } of imported) {
      const everything = importOperation(document, {
        operationId: id,
        include: required.optional.map(({ key }) => key).slice(0, 90),
      })
      for (const { action, connection, notes } of [required, everything]) {
        expect(connection.baseUrl).toBe(baseUrl)
        for (const note of notes) expect(formatIssue(note, 'ja')).not.toMatch(/\{(count|names|name|chosen)\}/)
        const values = Object.fromEntries(action.tokens.map(({ name, sample }) => [name, sample ?? 'x']))
        const request = buildRequest(action, connection.baseUrl, values)
        expect(request, `${id} ${JSON.stringify(request)}`).toMatchObject({ ok: true })
      }
    }
  })

  test('what the document requires has a token or a value of its own', () => {
    for (const { id, required } of imported) {
      for (const { name, required: isRequired, sample } of required.action.tokens) {
        expect(isRequired, `${id} ${name}`).toBe(true)
        expect(sample, `${id} ${name}`).not.toBeUndefined()
      }
    }
  })
})
