import { startCalloutServer } from '../../server/test/callout-server.ts'
import { startOAuthServer } from '../../server/test/oauth-server.ts'
import { findPageFaults } from '../fixtures/find-page-faults.ts'
import { expect, test, unique } from '../fixtures/test.ts'
import { JourneyEditor } from '../pages/journey-editor.ts'
import { StepForms } from '../pages/step-forms.ts'

// A survey response about a call to a contact centre arrives as an event. One call with OAuth fetches the conversation,
// a code step extracts the agent, a second call fetches the agent, and a third call adds the agent's name to the
// response. Each system checks what it receives.

const apiToken = 'a-token-of-the-survey-system'

test('an event, two calls with OAuth, a code step between them and a third call with a token, as one journey', async ({
  page,
  api,
  request,
}) => {
  test.setTimeout(180_000)
  await using oauth = await startOAuthServer()
  await using contactCentre = await startCalloutServer({
    answer: async ({ method, path, headers }) => {
      const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1]
      if (token === undefined || !(await oauth.isValid(token))) return { status: 401, body: { error: 'no token' } }
      if (method === 'GET' && path === '/conversations/c%2F1%20%26') {
        return { body: { id: 'c/1 &', participants: 'customer:u-1;agent:u-7;acd:q-3' } }
      }
      if (method === 'GET' && path === '/users/u-7?expand=team')
        return { body: { name: 'Agent "Seven" 七', team: 'North' } }
      return { status: 404, body: { error: `${method} ${path}` } }
    },
  })
  await using surveys = await startCalloutServer({
    answer: ({ headers }) => (headers['x-api-token'] === apiToken ? { body: { ok: true } } : { status: 401, body: {} }),
  })
  await api.call('settings.update', { calloutAllow: [oauth.allow, contactCentre.allow, surveys.allow] })

  // Connections and actions that an admin has already created.
  const genesys = await api.post<{ id: string }>('/connections', {
    name: 'Contact centre',
    baseUrl: contactCentre.url,
    auth: oauth.clientCredentials,
  })
  const qualtrics = await api.post<{ id: string }>('/connections', {
    name: 'Surveys',
    baseUrl: surveys.url,
    auth: { kind: 'apiKey', name: 'X-API-TOKEN', value: apiToken, in: 'header' },
  })
  await api.post('/external-actions', {
    connectionId: genesys.id,
    name: 'Get conversation',
    method: 'GET',
    path: '/conversations/{{conversationId}}',
    tokens: [{ name: 'conversationId', type: 'text', required: true }],
    extract: [{ name: 'members', path: '$.participants', type: 'text', ifMissing: 'fail' }],
  })
  await api.post('/external-actions', {
    connectionId: genesys.id,
    name: 'Get user',
    method: 'GET',
    path: '/users/{{userId}}',
    query: [{ name: 'expand', value: 'team' }],
    tokens: [{ name: 'userId', type: 'text', required: true }],
    extract: [
      { name: 'name', path: '$.name', type: 'text', ifMissing: 'fail' },
      { name: 'team', path: '$.team', type: 'text' },
    ],
  })
  await api.post('/external-actions', {
    connectionId: qualtrics.id,
    name: 'Put response',
    method: 'PUT',
    path: '/responses/{{responseId}}',
    body: { kind: 'json', template: '{"embeddedData":{"agent":"{{agent}}","grade":{{grade}}}}' },
    tokens: [
      { name: 'responseId', type: 'text', required: true },
      { name: 'agent', type: 'text', required: true },
      { name: 'grade', type: 'number', required: true },
    ],
  })
  const journeyId = await api.createJourney({
    schemaVersion: 1,
    name: unique('Agent of the answer'),
    timeZone: 'Asia/Tokyo',
    fields: [
      { key: 'email', type: 'email', required: true, label: 'E-mail' },
      { key: 'conversationId', type: 'text', label: 'Conversation' },
      { key: 'responseId', type: 'text', label: 'Response' },
      { key: 'score', type: 'number', label: 'Score' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [{ id: 'entry', kind: 'entry', position: { x: 0, y: 0 }, config: {} }],
    edges: [],
  })

  const editor = new JourneyEditor(page)
  const forms = new StepForms(page, editor.panel)
  await editor.open(journeyId)

  await test.step('the conversation is asked for with a value of the event', async () => {
    await editor.addAfter('Entry', 'Next', 'Call API')
    await editor.rename('The conversation')
    await forms.chooseAction('Get conversation')
    await forms.mapToField('conversationId', 'Conversation')
    await editor.closePanel()
  })

  await test.step('code takes the agent out of it, tried with typed values', async () => {
    await editor.addAfter('The conversation', 'Next', 'Code')
    await editor.rename('Find the agent')
    await forms.writeCode('const agent = ')
    await forms.insertIntoCode('members')
    await forms.appendCode(
      `.split(';').find((member) => member.startsWith('agent:')\nreturn { userId: agent.slice(6), grade: participant.score >= 9 ? 1 : 2 }`,
    )
    // A missing bracket is reported while typing, with its line.
    await expect(editor.panel.getByText(/^Line 2, column 1 of the code cannot be read/)).toBeVisible()
    await forms.replaceInCode("startsWith('agent:')", "startsWith('agent:'))")
    await expect(editor.panel.getByText(/cannot be read/)).toBeHidden()
    await editor.panel.getByText('Values by hand', { exact: true }).click()
    await editor.panel.getByRole('textbox', { name: 'members' }).fill('customer:u-1;agent:u-9')
    await editor.panel.getByRole('textbox', { name: 'Score' }).fill('10')
    await editor.panel.getByRole('button', { name: 'Run', exact: true }).click()
    const returned = editor.panel.getByRole('region', { name: 'It returned' })
    await expect(returned).toContainText('u-9')
    expect(await findPageFaults(page)).toEqual([])
    await editor.closePanel()
  })

  await test.step('the agent is asked for by what the code returned', async () => {
    await editor.addAfter('Find the agent', 'Next', 'Call API')
    await editor.rename('The agent')
    await forms.chooseAction('Get user')
    await forms.mapToText('userId', ['userId'])
    await editor.closePanel()
  })

  await test.step('the answer gets the name, and a split may go by it', async () => {
    await editor.addAfter('The agent', 'Next', 'Call API')
    await editor.rename('Into the answer')
    await forms.chooseAction('Put response')
    await forms.mapToField('responseId', 'Response')
    await forms.mapToText('agent', ['name', 'team'])
    await forms.mapToText('grade', ['grade'])
    await editor.closePanel()
    await editor.addAfter('Into the answer', 'Next', 'Exit')
    await editor.closePanel()
  })

  await editor.publish()
  await expect(page.getByText('Live v1')).toBeVisible()

  const { endpoint, key } = await api.call<{ endpoint: { id: string }; key: string }>('events.create', {
    name: 'Survey answered',
    topic: 'survey.answered',
    matchBy: [{ path: 'customer.email', field: 'email' }],
    mapping: [
      { path: 'customer.email', field: 'email' },
      { path: 'conversation', field: 'conversationId' },
      { path: 'response', field: 'responseId' },
      { path: 'score', field: 'score' },
    ],
    enrollJourneyId: journeyId,
  })
  const sent = await request.post(`/api/v1/events/${endpoint.id}`, {
    headers: { 'X-API-TOKEN': key },
    data: { customer: { email: 'customer-001@example.com' }, conversation: 'c/1 &', response: 'R_1', score: 9 },
  })
  expect(sent.status()).toBe(202)

  await surveys.untilReceived(1)
  expect(contactCentre.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /conversations/c%2F1%20%26',
    'GET /users/u-7?expand=team',
  ])
  expect(oauth.tokenRequests.map(({ grant }) => grant)).toEqual(['client_credentials'])
  expect(surveys.requests).toHaveLength(1)
  expect(surveys.requests[0]).toMatchObject({ method: 'PUT', path: '/responses/R_1' })
  expect(JSON.parse(surveys.requests[0]!.body)).toEqual({
    embeddedData: { agent: 'Agent "Seven" 七 North', grade: 1 },
  })

  await test.step('the page of the person says it all', async () => {
    await page.goto(`/journeys/${journeyId}/participants`)
    await page.getByText('customer-001@example.com').first().click()
    const sheet = page.getByRole('dialog')
    await expect(sheet.getByText('The code ran and returned:')).toBeVisible()
    await expect(sheet.getByText('userId: u-7')).toBeVisible()
    await expect(sheet.getByText('Called, and got status 200.')).toHaveCount(3)
    expect(await findPageFaults(page)).toEqual([])
  })
})
