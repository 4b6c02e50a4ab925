import { expect, test } from 'vitest'
import { type StubResponse, type ReceivedRequest, startCalloutServer } from '../../test/callout-server.ts'
import { runWorker, until } from '../../test/run-worker.ts'
import { createTestApp, jsonOf } from '../../test/test-app.ts'

const at = { x: 0, y: 0 }
const refused = (why: string): StubResponse => ({ status: 400, body: { why } })

/**
 * A contact centre that knows which agent handled a conversation. It knows two of three conversations, one of them without an
 * agent.
 */
function conversations({ method, path, headers }: ReceivedRequest): StubResponse {
  if (headers['authorization'] !== 'Bearer conversation-token') return { status: 401, body: {} }
  if (method !== 'GET') return refused('method')
  const id = decodeURIComponent(/^\/v2\/conversations\/([^/?]+)\/details$/.exec(path)?.[1] ?? '')
  if (id === 'gone') return { status: 404, body: {} }
  const agent = { purpose: 'agent', userId: 'agent-7' }
  const participants = [{ purpose: 'customer' }, ...(id === 'a/b?c' ? [agent] : [])]
  return { body: { conversationId: id, conversationStart: '2026-11-22T00:30:00.000Z', seconds: 412.5, participants } }
}

function users({ path, headers }: ReceivedRequest): StubResponse {
  if (headers['authorization'] !== 'Bearer user-token') return { status: 401, body: {} }
  if (path !== '/v2/users/agent-7?expand=team') return refused(path)
  return { body: { id: 'agent-7', name: 'Agent "007" \\ {{x}}', email: 'agent007@example.com' } }
}

function responses({ method, path, headers, body }: ReceivedRequest): StubResponse {
  if (headers['x-api-token'] !== 'survey-token') return { status: 401, body: {} }
  if (method !== 'PUT' || path !== '/API/v3/responses/R_1') return refused(path)
  const written = {
    surveyId: 'SV_1',
    embeddedData: {
      agent: 'Agent "007" \\ {{x}}',
      mail: 'agent007@example.com',
      minutes: '413',
      start: '2026/11/22 09:30',
    },
  }
  return JSON.stringify(JSON.parse(body)) === JSON.stringify(written) ? { body: { result: {} } } : refused(body)
}

test('calls that build on each other: what one reads from its reply, typed and saved, the next ones send', async () => {
  await using conversation = await startCalloutServer({ answer: conversations })
  await using user = await startCalloutServer({ answer: users })
  await using response = await startCalloutServer({ answer: responses })
  const allow = [conversation.allow, user.allow, response.allow]
  await using app = await createTestApp({ env: { calloutAllow: allow } })
  await using _ = await runWorker(app.deps)
  const key = await app.apiKey('admin')
  const post = async (path: string, json: object) => {
    const answer = await app.request(`/api/v1${path}`, { key, json })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return jsonOf(answer)
  }
  const get = async (path: string) => jsonOf(await app.request(`/api/v1${path}`, { key }))
  const connect = async (name: string, baseUrl: string, auth: object) =>
    (await post('/connections', { connector: 'http', name, baseUrl, auth })).id as string

  const details = await post('/external-actions', {
    connectionId: await connect('Calls', conversation.url, { kind: 'bearer', token: 'conversation-token' }),
    name: 'Conversation',
    method: 'GET',
    path: '/v2/conversations/{{id}}/details',
    tokens: [{ name: 'id', required: true }],
    extract: [
      { name: 'agentId', path: `$.participants[?@.purpose == 'agent'].userId`, type: 'text', ifMissing: 'fail' },
      { name: 'started', path: '$.conversationStart', type: 'dateTime' },
      { name: 'seconds', path: '$.seconds', type: 'number' },
    ],
  })
  const person = await post('/external-actions', {
    connectionId: await connect('Users', user.url, { kind: 'bearer', token: 'user-token' }),
    name: 'User',
    method: 'GET',
    path: '/v2/users/{{id}}',
    query: [{ name: 'expand', value: 'team' }],
    tokens: [{ name: 'id', required: true }],
    extract: [
      { name: 'name', path: '$.name', type: 'text' },
      { name: 'email', path: '$.email', type: 'email' },
    ],
  })
  const update = await post('/external-actions', {
    connectionId: await connect('Survey', response.url, {
      kind: 'apiKey',
      name: 'X-API-TOKEN',
      value: 'survey-token',
      in: 'header',
    }),
    name: 'Write back',
    method: 'PUT',
    path: '/API/v3/responses/{{response}}',
    body: {
      kind: 'json',
      template:
        '{"surveyId":"SV_1","embeddedData":{"agent":"{{agent}}","mail":"{{mail}}","minutes":"{{length}}","start":"{{start}}"}}',
    },
    tokens: ['response', 'agent', 'mail', 'length', 'start'].map((name) => ({ name, required: true })),
  })
  const call = (id: string, action: { id: string }, tokens: object, save: object[] = []) => ({
    id,
    kind: 'callApi',
    position: at,
    config: { externalActionId: action.id, tokens, save, onError: 'outlet' },
  })
  const field = (name: string, format?: object) => ({ from: 'field', field: name, ...(format && { format }) })
  const { id: journeyId } = await post('/journeys', {
    name: 'Agent of the conversation',
    timeZone: 'Asia/Tokyo',
    fields: [
      { key: 'responseId', type: 'text', required: true },
      { key: 'conversationId', type: 'text' },
      { key: 'agentId', type: 'text' },
      { key: 'started', type: 'dateTime' },
      { key: 'seconds', type: 'number' },
    ],
    uniqueBy: ['responseId'],
    reentry: 'never',
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      call('details', details, { id: field('conversationId') }, [
        { output: 'agentId', field: 'agentId' },
        { output: 'started', field: 'started' },
        { output: 'seconds', field: 'seconds' },
      ]),
      call('user', person, { id: field('agentId') }),
      call('update', update, {
        response: field('responseId'),
        agent: { from: 'template', value: '{{ nodes.user.name }}' },
        mail: { from: 'template', value: '{{ nodes.user.email }}' },
        length: field('seconds', { kind: 'decimals', decimals: 0 }),
        start: field('started', { kind: 'date', pattern: '%Y/%m/%d %H:%M' }),
      }),
      { id: 'done', kind: 'exit', position: at, config: { reason: 'written' } },
      { id: 'lost', kind: 'exit', position: at, config: { reason: 'lost' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'details' },
      { source: 'details', outlet: 'next', target: 'user' },
      { source: 'user', outlet: 'next', target: 'update' },
      { source: 'update', outlet: 'next', target: 'done' },
      ...['details', 'user', 'update'].map((source) => ({ source, outlet: 'failed', target: 'lost' })),
    ],
  })
  await post(`/journeys/${journeyId}/publish`, {})
  await post(`/journeys/${journeyId}/participants`, {
    participants: [
      { responseId: 'R_1', conversationId: 'a/b?c' },
      { responseId: 'R_2', conversationId: 'gone' },
      { responseId: 'R_3', conversationId: 'nobody answered' },
    ],
  })

  const people = await until('everybody to end', async () => {
    const { items } = await get(`/journeys/${journeyId}/participants`)
    return items.length === 3 && items.every(({ status }: { status: string }) => status === 'completed') && items
  })
  const ends = people.map(({ key, reason }: { key: string; reason: string }) => `${key} ${reason}`)
  expect(ends.toSorted()).toEqual(['R_1 written', 'R_2 lost', 'R_3 lost'])

  const id = people.find(({ key }: { key: string }) => key === 'R_1').participantId
  expect((await get(`/journeys/${journeyId}/participants/${id}`)).fields).toEqual({
    responseId: 'R_1',
    conversationId: 'a/b?c',
    agentId: 'agent-7',
    started: '2026-11-22T00:30:00.000Z',
    seconds: 412.5,
  })
  // People whose first call failed cause no further calls.
  expect([conversation.received, user.received, response.received]).toEqual([3, 1, 1])
  const outcomes = ['httpError', 'replyUnusable'].map(async (outcome) => {
    const { items } = await get(`/callouts?journeyId=${journeyId}&nodeId=details&outcome=${outcome}`)
    return items.map(({ error }: { error: { code: string } }) => error.code)
  })
  expect(await Promise.all(outcomes)).toEqual([['statusRefused'], ['outputMissing']])
  expect(JSON.stringify(await get(`/callouts?journeyId=${journeyId}`))).not.toMatch(/(conversation|user|survey)-token/)
})
