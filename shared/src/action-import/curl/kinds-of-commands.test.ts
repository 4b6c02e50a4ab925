import { describe, expect, test } from 'vitest'
import { generatedForms, generatedValue, isPerCallName } from '../../http-call/request/generated-value.ts'
import type { ImportedAction } from '../imported-action.ts'
import { blank } from './command-line.ts'
import { parseCurlCommand } from './parse-curl-command.ts'

const read = (text: string): ImportedAction => {
  const imported = parseCurlCommand(text)
  if (!imported.ok) throw new Error(JSON.stringify(imported.error))
  return imported.value
}
const codes = ({ notes }: ImportedAction) => notes.map(({ code }) => code)

describe('a header that belongs to one call', () => {
  const uuid = '123e4567-e89b-42d3-a456-426614174000'
  const perCall: [name: string, value: string, form: (typeof generatedForms)[number]][] = [
    ['X-Line-Retry-Key', uuid, 'uuid'],
    ['X-Request-Id', uuid, 'uuid'],
    ['X-Request-ID', 'req-0001', 'uuid'],
    ['Request-Id', uuid, 'uuid'],
    ['X-Correlation-Id', uuid, 'uuid'],
    ['X-Correlation-ID', '0123456789abcdef0123456789abcdef', 'hex32'],
    ['PayPal-Request-Id', uuid, 'uuid'],
    ['X-Idempotency-Key', uuid, 'uuid'],
    ['x-idempotency-key', 'abc', 'uuid'],
    ['Idempotent-Key', uuid, 'uuid'],
    ['X-Amz-Client-Token-Idempotency-Key', uuid, 'uuid'],
    ['x-ms-client-request-id', uuid, 'uuid'],
    ['client-request-id', uuid, 'uuid'],
    ['x-ms-correlation-request-id', uuid, 'uuid'],
    ['X-Amzn-Trace-Id', 'Root=1-67891233-abcdef012345678912345678', 'uuid'],
    ['X-B3-TraceId', '0123456789abcdef0123456789abcdef', 'hex32'],
    ['X-B3-SpanId', '0123456789abcdef', 'hex16'],
    ['traceparent', '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01', 'traceParent'],
    ['X-Cloud-Trace-Context', '0123456789abcdef0123456789abcdef', 'hex32'],
    ['x-datadog-trace-id', '1234567890123456789', 'digits'],
    ['sentry-trace', uuid, 'uuid'],
    ['uber-trace-id', uuid, 'uuid'],
    ['X-Transaction-Id', uuid, 'uuid'],
    ['X-Message-Id', uuid, 'uuid'],
    ['X-Operation-Id', uuid, 'uuid'],
    ['X-Nonce', '8372910', 'digits'],
    ['X-Request-Nonce', uuid, 'uuid'],
    ['X-Retry-Token', uuid, 'uuid'],
    ['X-Deduplication-Id', uuid, 'uuid'],
    ['X-Trace-Id', uuid, 'uuid'],
    ['X-RequestId', uuid, 'uuid'],
    ['requestUuid', uuid, 'uuid'],
  ]

  test.each(perCall)('%s: %s is made anew for each call', (name, value, form) => {
    const imported = read(`curl https://api.example.com/x -H '${name}: ${value}' -H 'Authorization: Bearer hush-hush'`)
    const [token] = imported.action.tokens
    expect(token).toEqual({ name: token?.name, type: 'text', required: false, generated: form })
    expect(imported.action.headers).toEqual([{ name, value: `{{${token?.name}}}` }])
    expect(imported.connection.auth).toEqual({ kind: 'bearer', token: 'hush-hush' })
    expect(JSON.stringify(imported)).not.toContain(value)
    expect(codes(imported)).toContain('curl.perCall')
  })

  test.each([
    'X-Client-Id',
    'X-Device-Id',
    'X-Tenant-Id',
    'X-Api-Version',
    'X-Workspace-Id',
    'X-Organization-Id',
    'X-Partner-Key',
    'X-Retry-After',
    'X-User-Id',
    'Api-Key',
  ])('%s is the same for every call', (name) => {
    expect(isPerCallName('header', name)).toBe(false)
  })

  test.each([
    ['a body in JSON', `--json '{"idempotency_key":"${uuid}","amount":5}'`],
    ['a form', `-d 'amount=5&idempotencyKey=${uuid}'`],
    ['the address', `--url-query 'idempotency_key=${uuid}'`],
    ['a program that makes an id', `-H "X-Trace: $(uuidgen)"`],
    ['a program that makes an id in small letters', `-H "X-Trace: $(uuidgen | tr A-Z a-z)"`],
  ])('also in %s', (_place, options) => {
    const { action } = read(`curl https://api.example.com/x ${options}`)
    expect(action.tokens).toEqual([expect.objectContaining({ generated: 'uuid', required: false })])
    expect(JSON.stringify(action)).not.toContain(uuid)
  })

  const looks: Record<(typeof generatedForms)[number], RegExp> = {
    uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    hex32: /^[0-9a-f]{32}$/,
    hex16: /^[0-9a-f]{16}$/,
    digits: /^[0-9]{18}$/,
    traceParent: /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/,
  }

  test.each(generatedForms)('the form %s is kept whatever the digest', (form) => {
    for (const digit of '0123456789abcdef') expect(generatedValue(form, digit.repeat(64))).toMatch(looks[form])
  })
})

describe('a placeholder where a secret belongs', () => {
  const placeholders = [
    '{token}',
    '{CHANNEL_ACCESS_TOKEN}',
    '{channel access token}',
    '{{token}}',
    '{{ access_token }}',
    '${TOKEN}',
    '${{ secrets.SERVICE_TOKEN }}',
    '${{secrets.SERVICE_TOKEN}}',
    '#{token}',
    '<token>',
    '<YOUR TOKEN>',
    '<APIトークン>',
    '＜APIトークン＞',
    '｛トークン｝',
    '<Ваш токен>',
    '<你的令牌>',
    '<votre-clé>',
    '[TOKEN]',
    '[YOUR API KEY]',
    '[your-token]',
    '%TOKEN%',
    '%3CTOKEN%3E',
    '%7Btoken%7D',
    '%3CAPI%E3%83%88%E3%83%BC%E3%82%AF%E3%83%B3%3E',
    '__TOKEN__',
    'YOUR_API_KEY',
    'YOUR-API-KEY',
    'YOUR_API_KEY_HERE',
    'your_api_key',
    'your-access-token',
    'your token here',
    'yourToken',
    'my-api-key',
    'MY_TOKEN',
    'ADYEN_API_KEY',
    'SHOP_ACCESS_TOKEN',
    'API_KEY',
    'api_key',
    'access-token',
    'token',
    'APIKEY',
    'INSERT_TOKEN_HERE',
    'REPLACE_ME',
    'changeme',
    'example-token',
    'dummy_token',
    'DEIN_API_KEY',
    'tu-clave-api',
    'votre-jeton',
    'トークン',
    'あなたのAPIキー',
    '发送令牌',
    '토큰',
    'xxxx',
    'XXXXXXXXXXXX',
    'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
    'sk_test_xxxxxxxx',
    'xoxb-xxxx-xxxx',
    '****',
    '...',
    '…',
    '••••••',
    'sk_live_abc...',
    'eyJhbGciOi…',
    '________',
  ]
  const places: [place: string, option: (text: string) => string][] = [
    ['a bearer token', (text) => `-H 'Authorization: Bearer ${text}'`],
    ['a key header', (text) => `-H 'X-API-KEY: ${text}'`],
    ['a password', (text) => `-u 'sid0:${text}'`],
    ['a parameter', (text) => `--url-query 'api_key=${text}'`],
  ]

  test.each(places)('as %s is an empty secret, and the note asks for the real one', (_place, option) => {
    for (const text of placeholders) {
      const imported = read(`curl https://api.example.com/x ${option(text)}`)
      const { auth } = imported.connection
      const secret =
        auth.kind === 'bearer'
          ? auth.token
          : auth.kind === 'apiKey'
            ? auth.value
            : auth.kind === 'basic'
              ? auth.password
              : null
      expect(`${text} → ${secret}`).toBe(`${text} → `)
      expect(codes(imported)).toContain('curl.secretEmpty')
      expect(imported.action.tokens).toEqual([])
    }
  })

  test.each([
    'hush-hush',
    'BuBNIwbRRaUvr33nWXcfUZ5VhaFsJxN0xH4NPN92',
    'xoxb-hush-1',
    '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    'hunter2',
    'Tr0ub4dor&3',
    'p@ss#word!9',
    'sk-proj-0a9b8c7d6e5f',
    'correct horse battery staple',
    'Zürich-2020',
  ])('is not what a real secret looks like: %s', (secret) => {
    const { connection } = read(`curl https://api.example.com/x -u 'sid0:${secret}'`)
    expect(connection.auth).toEqual({ kind: 'basic', username: 'sid0', password: secret })
  })
})

describe('a placeholder in an address', () => {
  test.each([
    '{id}',
    '{room id}',
    '{{id}}',
    '${ID}',
    '<id>',
    '<room id>',
    '<ルームID>',
    '{ルームID}',
    '＜ルームID＞',
    '%3CID%3E',
    '%3Croom%20id%3E',
    '%3C%E3%83%AB%E3%83%BC%E3%83%A0ID%3E',
    '%7Bid%7D',
    '%7B%7Bid%7D%7D',
    ':id',
    'YOUR_ROOM_ID',
    'your-room-id',
    '[ROOM ID]',
    '%ROOM_ID%',
    '${{ vars.ROOM_ID }}',
  ])('%s is a token', (text) => {
    const imported = read(`curl 'https://api.example.com/v2/rooms/${text}/messages'`)
    const [token, ...others] = imported.action.tokens
    expect(others).toEqual([])
    expect(imported.action.path).toBe(`/v2/rooms/{{${token?.name}}}/messages`)
    expect(codes(imported)).toContain('curl.variables')
  })
})

describe('a secret in the path of an address', () => {
  test.each([
    'https://contoso.webhook.office.com/webhookb2/0a1b2c3d-0000-4000-8000-1234567890ab@11111111-2222-4333-8444-555555555555/IncomingWebhook/0123456789abcdef0123456789abcdef/aaaabbbb-cccc-4ddd-8eee-ffff00001111',
    'https://outlook.office.com/webhook/0a1b2c3d-0000-4000-8000-1234567890ab/IncomingWebhook/0123456789abcdef0123456789abcdef',
    'https://maker.ifttt.com/trigger/my_event/with/key/dAbCdEfGhIjKlMnOpQrStU',
    'https://maker.ifttt.com/trigger/my_event/json/with/key/dA1bC2dE3fG4hI5jK6lM7n',
    'https://hooks.slack.com/services/T00000001/B00000001/aBcDeFgHiJkLmNoPqRsTuVwX',
    'https://hooks.slack.com/workflows/T00000001/A00000001/1234/aBcDeFgHiJkLmNoPqRsTuVwX',
    'https://discord.com/api/webhooks/100000000000000001/aBcDeFgHiJkLmNoPqRsTuVwX0123456789',
    'https://hooks.zapier.com/hooks/catch/1234567/b3x8k2m/',
    'https://hook.eu1.make.com/a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6',
    'https://hook.integromat.com/a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6',
    'https://api.telegram.org/bot1234567:AAabcdefghijklmnopqrstuvwxyz012345678/sendMessage',
    'https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d-0000-4000-8000-1234567890ab',
    'https://webexapis.com/v1/webhooks/incoming/Y2lzY29zcGFyazovL3VzL1dFQkhPT0sv0123',
    'https://chat.example.com/hooks/a1b2c3d4e5f6g7h8i9j0k1l2m3',
    'https://rocket.example.com/hooks/a1b2c3d4e5f6g7h8i/j0k1l2m3n4o5p6q7r8s9t0u1v2w3x4y5',
    'https://n8n.example.com/webhook/0a1b2c3d-0000-4000-8000-1234567890ab',
    'https://n8n.example.com/webhook-test/0a1b2c3d-0000-4000-8000-1234567890ab',
    'https://events.pagerduty.com/integration/a1b2c3d4e5f60718293a4b5c6d7e8f90/enqueue',
    'https://alert.example.com/integrations/generic/20131114/alert/0a1b2c3d-0000-4000-8000-1234567890ab/team',
    'https://hc-ping.com/0a1b2c3d-0000-4000-8000-1234567890ab',
    'https://uptime.example.com/api/v1/heartbeat/aB1cD2eF3gH4iJ5kL6mN7oP8',
    'https://home.example.com/api/webhook/a1b2c3d4e5f60718293a4b5c6d7e8f90',
    'https://example.workato.com/webhooks/rest/0a1b2c3d-0000-4000-8000-1234567890ab/order',
    'https://api.example.com/v1/token/aB1cD2eF3gH4iJ5kL6mN7oP8/send',
  ])('%s is not stored in the clear', (url) => {
    const imported = read(`curl -X POST '${url}' -H 'Content-Type: application/json' -d '{"text":"x"}'`)
    const secret = /[\w:-]{7,}(?=\/?$|\/(enqueue|sendMessage|team|order|send)$)/.exec(url)?.[0] ?? url
    expect(JSON.stringify(imported)).not.toContain(secret)
    expect(imported.action.tokens.length).toBeGreaterThan(0)
    for (const token of imported.action.tokens)
      expect(token).toEqual({ name: token.name, type: 'text', required: true })
    expect(codes(imported)).toContain('curl.secretAsToken')
  })

  test('a key of Power Automate in the address goes into the connection', () => {
    const { action, connection } = read(
      `curl 'https://prod-00.westeurope.logic.azure.com:443/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0' --json '{"a":1}'`,
    )
    expect(connection.auth).toEqual({
      kind: 'apiKey',
      name: 'sig',
      value: 'aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0',
      in: 'query',
    })
    expect(JSON.stringify(action)).not.toContain('aB1cD2')
  })

  test.each([
    '/v1/customers/0a1b2c3d-0000-4000-8000-1234567890ab',
    '/repos/example-org/long-repository-name-2026/issues/1234567',
    '/v4/spreadsheets/1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4aB5c/values/Sheet1',
    '/services/data/v60.0/sobjects/Account/0015g00000AbCdEAAV',
    '/webhooks',
    '/webhooks/list-of-all-subscriptions',
    '/api/integrations/salesforce/contacts',
    '/hooks/catch',
    '/keys/rotation-schedule',
  ])('an ordinary path stays as it is: %s', (path) => {
    const { action } = read(`curl 'https://api.example.com${path}'`)
    expect(action.path).toBe(path)
  })
})

describe('the same call, however it was copied', () => {
  const json = { kind: 'json', template: '{"a": "b"}' }
  const blanks = Array.from({ length: 0x3001 }, (_, code) => String.fromCharCode(code)).filter((sign) =>
    blank.test(sign),
  )
  const plain = `curl -X POST https://example.com/x -H "Content-Type: application/json" -d '{"a": "b"}'`
  const windows = `curl -X POST "https://example.com/x" -H "Content-Type: application/json" -d "{""a"": ""b""}"`

  test.each<[string, string]>([
    ...blanks.map((sign): [string, string] => [
      `blanks U+${sign.charCodeAt(0).toString(16)}`,
      plain.replaceAll(' -', `${sign}-`),
    ]),
    ['a code block', `\`\`\`\n${plain}\n\`\`\``],
    ['a code block with a language', `\`\`\`bash\n${plain}\n\`\`\``],
    ['a code block of tildes', `~~~sh\n${plain}\n~~~`],
    ['a code block of four backticks', `\`\`\`\`shell\n${plain}\n\`\`\`\``],
    ['a code block with text around it', `Send it like this:\n\n\`\`\`bash\n${plain}\n\`\`\`\n\nThen look.`],
    ['the second of two code blocks', `\`\`\`json\n{}\n\`\`\`\n\`\`\`bash\n${plain}\n\`\`\``],
    ['a code block whose end is missing', `\`\`\`bash\n${plain}`],
    ['inline backticks', `\`${plain}\``],
    ['double inline backticks', `\`\` ${plain} \`\``],
    ['a prompt', `$ ${plain}`],
    ['a code block with a prompt', `\`\`\`console\n$ ${plain}\n\`\`\``],
    ['doubled quotes of Windows', windows],
    ['doubled quotes of Windows with curl.exe', windows.replace('curl ', 'curl.exe ')],
    ['doubled quotes over lines of Windows', windows.replaceAll(' -', ' ^\n  -')],
    ['escaped quotes of Windows', windows.replaceAll('""', '\\"')],
    ['typographic quotes', plain.replaceAll('"Content-Type: application/json"', '“Content-Type: application/json”')],
    ['full-width quotes', plain.replaceAll('"Content-Type: application/json"', '＂Content-Type: application/json＂')],
    ['echo before a pipe', `echo '{"a": "b"}' | ${plain.replace(`'{"a": "b"}'`, '@-')}`],
    ['echo -n before a pipe', `echo -n '{"a": "b"}' | ${plain.replace(`'{"a": "b"}'`, '@-')}`],
    ['printf before a pipe', `printf '%s' '{"a": "b"}' | ${plain.replace(`'{"a": "b"}'`, '@-')}`],
    ['printf alone before a pipe', `printf '{"a": "b"}\\n' | ${plain.replace(`'{"a": "b"}'`, '@-')}`],
    [
      'a pipe over two lines',
      `echo '{"a": "b"}' \\\n  | ${plain.replace(`'{"a": "b"}'`, '--data-binary @-')}`.replace('-d --', '--'),
    ],
    ['cat and a here-document before a pipe', `cat <<EOF | ${plain.replace(`'{"a": "b"}'`, '@-')}\n{"a": "b"}\nEOF`],
    ['a here-document', `${plain.replace(`'{"a": "b"}'`, '@-')} <<'EOF'\n{"a": "b"}\nEOF`],
    ['a here-string', `${plain.replace(`'{"a": "b"}'`, '@-')} <<< '{"a": "b"}'`],
    [
      'a variable by a here-document',
      `BODY=$(cat <<EOF\n{"a": "b"}\nEOF\n)\n${plain.replace(`'{"a": "b"}'`, '"$BODY"')}`,
    ],
    [
      'a variable by a quoted here-document',
      `BODY=$(cat <<'END'\n{"a": "b"}\nEND\n)\n${plain.replace(`'{"a": "b"}'`, '"${BODY}"')}`,
    ],
    ['a here-document inside the option', `${plain.replace(`'{"a": "b"}'`, '"$(cat <<EOF\n{"a": "b"}\nEOF\n)"')}`],
    [
      'a here-document with tabs',
      `BODY=$(cat <<-EOF\n\t{"a": "b"}\n\tEOF\n)\n${plain.replace(`'{"a": "b"}'`, '"$BODY"')}`,
    ],
    ['a variable', `BODY='{"a": "b"}'\n${plain.replace(`'{"a": "b"}'`, '"$BODY"')}`],
  ])('%s', (_how, command) => {
    const { action, connection } = read(command)
    expect({ ...action, body: { ...action.body, template: action.body.template?.trim() } }).toMatchObject({
      method: 'POST',
      path: '/x',
      body: json,
      headers: [],
      tokens: [],
    })
    expect(connection.baseUrl).toBe('https://example.com')
  })

  test('a variable inside a here-document stays a variable, with its value as the sample', () => {
    const { action } = read(
      `APP_ID="12"\nBODY=$(cat <<EOF\n{"app": "\${APP_ID}", "lang": "ja"}\nEOF\n)\ncurl -X PUT https://example.com/x -H 'Content-Type: application/json' -d "\${BODY}"`,
    )
    expect(action.body).toEqual({ kind: 'json', template: '{"app": "{{APP_ID}}", "lang": "ja"}' })
    expect(action.tokens).toEqual([{ name: 'APP_ID', type: 'text', required: true, sample: '12' }])
  })

  test.each([`$(date)`, '`date`', `$(cat file.json)`, `$(jq -n '{}')`])(
    'another program is still refused: %s',
    (text) => {
      expect(parseCurlCommand(`curl https://example.com -d "${text}"`)).toMatchObject({
        ok: false,
        error: [{ code: 'curl.commandSubstitution' }],
      })
    },
  )
})

test.each(['-X GET', '-X get', '--request GET'])('a body of %s is kept, with a note', (method) => {
  const imported = read(`curl ${method} https://example.com/x --json '{"app":139}'`)
  expect(imported.action).toMatchObject({ method: 'GET', body: { kind: 'json', template: '{"app":139}' } })
  expect(codes(imported)).toEqual(['curl.bodyOnGet'])
})
