import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatIssue, type Issue, issueMessages } from '../../messages/issue.ts'
import { checkExternalAction } from '../../http-call/action/external-action.ts'
import { parseCurlCommand } from './parse-curl-command.ts'
import type { ImportedAction } from '../imported-action.ts'

const read = (text: string): ImportedAction => {
  const imported = parseCurlCommand(text)
  if (!imported.ok) throw new Error(JSON.stringify(imported.error))
  return imported.value
}
const refusal = (text: string): Issue[] => {
  const imported = parseCurlCommand(text)
  return imported.ok ? [] : imported.error
}
const codes = (issues: Issue[]) => issues.map(({ code }) => code)

describe('the action', () => {
  test('keeps the JSON of a command as a template, with its variables as tokens', () => {
    const { action, connection, notes } = read(
      `curl -X POST "https://api.example.com/v1/users/{user_id}/notes?notify=true" -H 'Content-Type: application/json' -d '{"text": "Hi {{first_name}}", "count": <count>}'`,
    )
    expect(connection).toEqual({ baseUrl: 'https://api.example.com', auth: { kind: 'none' } })
    expect(action).toMatchObject({
      name: 'POST users/notes',
      method: 'POST',
      path: '/v1/users/{{user_id}}/notes',
      query: [{ name: 'notify', value: 'true' }],
      headers: [],
      body: { kind: 'json', template: '{"text": "Hi {{first_name}}", "count": {{count}}}' },
      tokens: [
        { name: 'user_id', type: 'text', required: true, sample: 'user_id' },
        { name: 'first_name', type: 'text', sample: 'first_name' },
        { name: 'count', type: 'number', sample: 1 },
      ],
    })
    expect(codes(notes)).toEqual(['curl.variables'])
  })

  test('takes the time limit and the repetitions of the command', () => {
    const { action } = read('curl https://example.com/x -m 2.5 --retry 3 --retry-delay 4')
    expect(action).toMatchObject({ timeoutMs: 2500, retry: { maxAttempts: 4, backoffMs: 4000 } })
  })

  test.each([
    ['-m 0', { timeoutMs: 120_000 }, ['--max-time', '120']],
    ['-m 900', { timeoutMs: 120_000 }, ['--max-time', '120']],
    ['-m 0.01', { timeoutMs: 100 }, ['--max-time', '0.1']],
    ['--retry 50', { retry: { maxAttempts: 20 } }, ['--retry', '19']],
    ['--retry 2 --retry-delay 7200', { retry: { maxAttempts: 3, backoffMs: 3_600_000 } }, ['--retry-delay', '3600']],
  ])('says what it took instead of %s', (options, taken, words) => {
    const { action, notes } = read(`curl https://example.com ${options}`)
    expect(action).toMatchObject(taken)
    expect(codes(notes)).toEqual(['curl.valueClamped'])
    for (const word of words) expect(formatIssue(notes[0]!, 'en')).toContain(word)
  })

  test('a delay of 0 between repetitions is the delay that grows by itself, as with curl', () => {
    const { action, notes } = read('curl https://example.com --retry 2 --retry-delay 0')
    expect(action.retry).toMatchObject({ maxAttempts: 3, backoffMs: 1000 })
    expect(notes).toEqual([])
  })

  test('a switch takes no value of its own', () => {
    const { connection, notes } = read('curl --ca-native https://example.com')
    expect(connection.baseUrl).toBe('https://example.com')
    expect(codes(notes)).toEqual(['curl.certificateChecked'])
  })

  test.each(['', `-d ''`, '-X POST'])('keeps a named type of content where nothing is sent: %s', (options) => {
    const { action } = read(`curl https://example.com/x -H 'Content-Type: application/json' ${options}`)
    expect(action).toMatchObject({
      body: { kind: 'none' },
      headers: [{ name: 'Content-Type', value: 'application/json' }],
    })
  })

  test.each([
    ['${ITEM:-7}', '7'],
    ['${ITEM=7}', '7'],
    ['${ITEM:?set it first}', 'ITEM'],
    ['${ITEM:+other}', 'ITEM'],
    ['${API_TOKEN:-hush-hush}', 'API_TOKEN'],
  ])('%s in the shell gives the sample %s', (text, sample) => {
    const { action } = read(`curl "https://example.com/x?q=${text}"`)
    expect(action.tokens.map((token) => token.sample)).toEqual([sample])
    const document = read(`curl https://example.com/x -H 'Content-Type: text/plain' -d @- <<EOF\nq ${text}\nEOF`)
    expect(document.action.tokens.map((token) => token.sample)).toEqual([sample])
  })

  test.each([
    [`<<< '{"a": 1}'`, '{"a": 1}'],
    [`<<<"{\\"a\\": \\"$ID\\"}"`, '{"a": "{{ID}}"}'],
    [`<<<'{"a": '"'$ID'"'}'`, `{"a": '{{ID}}'}`],
    [`<<<$'{"a":\\t1}'`, '{"a":\t1}'],
    [`<<< {\\"a\\":1} > "out file" 2>&1`, '{"a":1}'],
  ])('reads the here-string %s as the shell does', (rest, body) => {
    const { action } = read(`curl https://example.com -H 'Content-Type: text/plain' -d @- ${rest}`)
    expect(action.body).toEqual({ kind: 'text', template: body })
  })

  test.each([
    ['> "my file.json"', '> my file.json'],
    ['>$OUT', '> {OUT}'],
    ['2>/dev/null >> log', '> /dev/null > log'],
    ['&> all.txt', '> all.txt'],
  ])('names where %s would have put the answer', (rest, shown) => {
    const { action, notes } = read(`curl https://example.com/x ${rest}`)
    expect(action).toMatchObject({ path: '/x', tokens: [] })
    expect(notes).toMatchObject([{ code: 'curl.restLeft', params: { text: shown } }])
  })

  test('a stream that is joined to another is no file', () => {
    expect(read('curl https://example.com/x 2>&1').notes).toEqual([])
  })

  test.each([
    ['{"query": "query { user(id: 1) {name} }"}', '{"query": "query { user(id: 1) {name} }"}'],
    ['{"html": "<b>bold</b>", "mention": "<@U1>"}', '{"html": "<b>bold</b>", "mention": "<@U1>"}'],
    ['{"price": "$5", "filter": {"$ne": 3}}', '{"price": "$5", "filter": {"$ne": 3}}'],
    ['{"loop": "{{#each x}}"}', '{"loop": "{\\u007b#each x}}"}'],
  ])('does not take the signs of %s for variables', (body, template) => {
    const { action } = read(`curl https://example.com -H 'Content-Type: application/json' -d '${body}'`)
    expect(action.body.template).toBe(template)
    expect(action.tokens).toEqual([])
  })

  test('one variable in several places is one token', () => {
    const { action } = read(`curl "https://example.com/$ID/copies/$ID" -H "X-Id: $ID" -d "id=$ID"`)
    expect(action.tokens.map(({ name }) => name)).toEqual(['ID'])
    expect(action.path).toBe('/{{ID}}/copies/{{ID}}')
  })

  test('two variables that make the same name are told apart', () => {
    const { action } = read(`curl 'https://example.com/{user-id}/{user_id}'`)
    expect(action.path).toBe('/{{user_id}}/{{user_id_2}}')
  })

  test.each([
    ['https://{subdomain}.example.com/x', 'https://{subdomain}.example.com'],
    ['$BASE_URL/x', 'https://{BASE_URL}'],
    ['{{base_url}}/x', 'https://{base_url}'],
  ])('leaves a variable of the address %s to be filled in, and says so', (url, baseUrl) => {
    const { connection, notes, action } = read(`curl "${url}"`)
    expect(connection.baseUrl).toBe(baseUrl)
    expect(codes(notes)).toContain('curl.baseUrlToFill')
    expect(action).toMatchObject({ path: '/x', tokens: [] })
  })
})

describe('secrets', () => {
  test.each<[string, object]>([
    [`-u 'sid:hush-hush'`, { kind: 'basic', username: 'sid', password: 'hush-hush' }],
    [`-H 'Authorization: Basic c2lkOmh1c2gtaHVzaA=='`, { kind: 'basic', username: 'sid', password: 'hush-hush' }],
    [`-H 'Authorization: Bearer hush-hush'`, { kind: 'bearer', token: 'hush-hush' }],
    [
      `-H 'Authorization: Zoho-oauthtoken hush-hush'`,
      { kind: 'bearer', token: 'hush-hush', prefix: 'Zoho-oauthtoken' },
    ],
    [`-H 'Authorization: hush-hush'`, { kind: 'bearer', token: 'hush-hush', prefix: '' }],
    [`--oauth2-bearer hush-hush`, { kind: 'bearer', token: 'hush-hush' }],
    [`-H 'X-API-KEY: hush-hush'`, { kind: 'apiKey', name: 'X-API-KEY', value: 'hush-hush', in: 'header' }],
    [`-H 'X-Shopify-Access-Token: hush-hush'`, { kind: 'apiKey', name: 'X-Shopify-Access-Token', in: 'header' }],
    [`-H 'PRIVATE-TOKEN: hush-hush'`, { kind: 'apiKey', name: 'PRIVATE-TOKEN' }],
    [`-H 'x-functions-key: hush-hush-0123456789'`, { kind: 'apiKey' }],
    [`--url-query api_key=hush-hush`, { kind: 'apiKey', name: 'api_key', value: 'hush-hush', in: 'query' }],
    [`--url-query private_token=hush-hush`, { kind: 'apiKey', name: 'private_token', value: 'hush-hush', in: 'query' }],
    [`--url-query api_secret=hush-hush`, { kind: 'apiKey', name: 'api_secret', value: 'hush-hush', in: 'query' }],
    [`--url-query apiToken=hush-hush`, { kind: 'apiKey', name: 'apiToken', value: 'hush-hush', in: 'query' }],
    [`--url-query sid=xoxb-hush-hush`, { kind: 'apiKey', name: 'sid', value: 'xoxb-hush-hush', in: 'query' }],
    [`-H 'X-Whom: ghp_hushhushhush'`, { kind: 'apiKey', name: 'X-Whom', value: 'ghp_hushhushhush', in: 'header' }],
    [`-b 'session=hush-hush'`, { kind: 'secretHeaders', headers: [{ name: 'Cookie', value: 'session=hush-hush' }] }],
    [`-H 'Cookie: session=hush-hush'`, { kind: 'secretHeaders' }],
    [
      `-H 'DD-API-KEY: hush-hush' -H 'DD-APPLICATION-KEY: hush-hush2'`,
      { kind: 'secretHeaders', headers: [{ value: 'hush-hush' }, { value: 'hush-hush2' }] },
    ],
    [
      `-u sid:hush-hush -H 'X-API-KEY: hush-hush'`,
      { kind: 'secretHeaders', headers: [{ name: 'Authorization', value: 'Basic c2lkOmh1c2gtaHVzaA==' }, {}] },
    ],
  ])('%s goes into the connection alone', (options, auth) => {
    const { action, connection, notes } = read(`curl https://api.example.com/x ${options}`)
    expect(connection.auth).toMatchObject(auth)
    expect(JSON.stringify(action)).not.toMatch(/hush|c2lkOm/)
    expect(codes(notes)).toContain('curl.secretMoved')
  })

  test('a name and password in the address go into the connection', () => {
    const { action, connection } = read('curl https://sid:hush%2Dhush@api.example.com/x')
    expect(connection).toEqual({
      baseUrl: 'https://api.example.com',
      auth: { kind: 'basic', username: 'sid', password: 'hush-hush' },
    })
    expect(JSON.stringify(action)).not.toContain('hush')
  })

  test.each([
    `-H "Authorization: Bearer $TOKEN"`,
    `-H 'Authorization: Bearer <your token>'`,
    `-H 'Authorization: Bearer YOUR_API_TOKEN'`,
    `-H 'Authorization: Bearer {{token}}'`,
  ])('%s leaves the secret empty and says so', (option) => {
    const { connection, notes, action } = read(`curl https://api.example.com ${option}`)
    expect(connection.auth).toEqual({ kind: 'bearer', token: '' })
    expect(codes(notes)).toContain('curl.secretEmpty')
    expect(action.tokens).toEqual([])
  })

  test.each([
    [`curl 'https://api.example.com/x?key=0123456789abcdef0123456789&token=hush-hush'`, 'key'],
    [`curl https://api.example.com/token -d grant_type=client_credentials -d client_secret=hush-hush`, 'client_secret'],
    [`curl https://api.example.com/login --json '{"user":"a","password":"hush-hush"}'`, 'password'],
    [`curl https://api.telegram.org/bot123456:hush-hush-hush-hush-hush-hush/sendMessage -d chat_id=1`, 'secretPath'],
    [`curl -X POST https://hooks.slack.com/services/T00/B00/hush-hush --json '{"text":"x"}'`, 'secretPath'],
    [`curl https://api.example.com/x -d token=hush-hush -d page_token=2`, 'token'],
    [`curl https://api.example.com/x -F 'user[api_key]=hush-hush'`, 'user_api_key'],
    [`curl https://api.example.com/x -d 'apiSecret=hush%2Dhush'`, 'apiSecret'],
    [`curl https://api.example.com/x --json '{"privateToken":"hush-hush","nextPageToken":"2"}'`, 'privateToken'],
    [`curl https://api.example.com/x --json '{"bot":"xoxb-hush-hush"}'`, 'bot'],
    [`curl https://api.example.com/x --json '{"text":"Use glpat-hush-hush-hush today"}'`, 'secret'],
    [`curl https://api.example.com/x --json '{"hook":"https://example.com/in?token=hush-hush"}'`, 'token'],
    [`curl https://api.example.com/x -d 'payload={"token":"hush-hush","text":"x"}'`, 'token'],
    [`curl https://api.example.com/x --data-urlencode 'payload={"token":"hush-hush","text":"x"}'`, 'token'],
    [`curl https://api.example.com/x -H 'X-Back: https://example.com/?api_key=hush-hush'`, 'api_key'],
    [`curl https://api.example.com/x -d bot=xoxb-hush-hush`, 'bot'],
    [`curl https://api.example.com/x -d '<a><ns:Password type="x">hush-hush</ns:Password></a>'`, 'Password'],
    [`curl https://api.example.com/x -d '<?xml version="1.0"?><a apiKey="hush-hush"/>'`, 'apiKey'],
    [`curl https://api.example.com/x -H 'Content-Type: application/json' -d '{"token": "hush-hush",'`, 'token'],
    [`curl https://api.example.com/files/ghp_hushhushhush/x`, 'secretPath'],
  ])('what a connection cannot hold becomes a token without a value: %s', (command, name) => {
    const { action, notes } = read(command)
    expect(action.tokens.find((token) => token.name === name)).toEqual({ name, type: 'text', required: true })
    expect(JSON.stringify(action)).not.toMatch(/hush|0123456789abcdef/)
    expect(codes(notes)).toContain('curl.secretAsToken')
  })
})

test.each([
  `{"page_token":"p2","max_tokens":5,"sort_key":"name","issue_key":"CS-1","signature":"Best regards","token_type":"x"}`,
  `{"text":"The new password: see below; tokens are free","deviceToken":"d1"}`,
])('%s holds no secret', (body) => {
  const { action } = read(`curl https://api.example.com/x --json '${body}'`)
  expect(action.body.template).toBe(body)
})

test('a secret that is a number is a token for a number', () => {
  const { action } = read(`curl https://api.example.com --json '{"password":400123,"count":3}'`)
  expect(action.body.template).toBe('{"password":{{password}},"count":3}')
  expect(action.tokens).toEqual([{ name: 'password', type: 'number', required: true }])
})

test('two secrets of one name are two tokens', () => {
  const { action } = read(`curl https://api.example.com --json '{"a":{"token":"hush"},"b":{"token":"hash"}}'`)
  expect(action.body.template).toBe('{"a":{"token":"{{token}}"},"b":{"token":"{{token_2}}"}}')
})

test.each([
  `curl https://example.com -H 'Authorization Bearer hush-hush'`,
  `curl 'https://sid:hush-hush@exämple.com/x'`,
  `curl "https://example.com/?token=hush-hush&q=%82" -H 'X: "token":"hush-hush'`,
  `curl https://example.com -H "Authorization: Bearer hush-hush`,
  `curl https://example.com -d '{"password":"hush-hush`,
  `curl https://example.com -d token=hush-hush -F 'password:hush-hush'`,
  `wget https://example.com/?api_key=hush-hush`,
  `curl 'ftp://example.com/?api_key=hush-hush'`,
  `curl 'https://example.com/[1-3]?api_key=hush-hush' 'https://example.com/?api_key=hush-hush'`,
])('no message repeats a secret: %s', (command) => {
  expect(refusal(command).length).toBe(1)
  for (const issue of refusal(command)) expect(formatIssue(issue, 'en')).not.toContain('hush')
})

test('cURL import: no note contains a secret', () => {
  const { notes } = read(
    `curl https://example.com | xargs login --password=hush-hush -H 'Authorization: Bearer hush-hush'`,
  )
  expect(codes(notes)).toContain('curl.restLeft')
  expect(JSON.stringify(notes)).not.toContain('hush')
})

test.each<[string, string, string]>([
  ['curl -k https://example.com', 'curl.certificateChecked', '-k'],
  ['curl -L https://example.com', 'curl.redirectsNotFollowed', '-L'],
  ['curl -x http://proxy:3128 https://example.com', 'curl.proxyLeft', '-x'],
  ['curl --resolve example.com:443:127.0.0.1 https://example.com', 'curl.otherHostLeft', '--resolve'],
  ['curl -n https://example.com', 'curl.netrcLeft', '-n'],
  ['curl -o out.json -c jar https://example.com', 'curl.optionsLeft', '-o, -c'],
  ['curl -H "Host: other.example.com" https://example.com', 'curl.headersLeft', 'Host'],
  ['curl https://example.com | jq .id', 'curl.restLeft', '| jq .id'],
  ['curl api.example.com/x', 'curl.schemeGuessed', 'https://'],
  ['curl "https://example.com/?flag"', 'curl.queryWithoutValue', 'flag'],
  ['curl https://example.com -F "a=1;type=text/csv"', 'curl.partDetailsLeft', '"a"'],
  [`curl https://example.com -d '{"a":1}'`, 'curl.jsonAssumed', 'JSON'],
  [`curl https://example.com -H 'Content-Type: application/json' -d '{"a":'`, 'curl.jsonBroken', 'JSON'],
  ['curl https://example.com -u name', 'curl.passwordMissing', 'password'],
  ['curl https://example.com -d words', 'curl.bodyAsText', 'plain text'],
])('%s is imported with a note', (command, code, part) => {
  const { notes } = read(command)
  const note = notes.find((one) => one.code === code)
  expect(note?.severity).toBe('warning')
  expect(note && formatIssue(note, 'en')).toContain(part)
})

test('options that change nothing of the request need no note', () => {
  const { notes } = read(
    'curl -sSvif --compressed -w "%{http_code}" --http2 -# -N --no-progress-meter https://example.com',
  )
  expect(notes).toEqual([])
})

test.each<[string, string, string]>([
  ['wget https://example.com', 'curl.notCurl', 'wget'],
  ['', 'curl.notCurl', ''],
  ['Invoke-RestMethod -Uri https://example.com', 'curl.powerShellCommand', 'Invoke-RestMethod'],
  ['curl', 'curl.urlMissing', 'no address'],
  ['curl -X', 'curl.optionValueMissing', '-X'],
  ['curl --frobnicate https://example.com', 'curl.optionUnknown', '--frobnicate'],
  [`curl 'https://example.com`, 'curl.quoteOpen', 'https://example.com'],
  ['curl https://example.com -d @body.json', 'curl.file', 'body.json'],
  ['curl https://example.com --data-binary @-', 'curl.file', '-'],
  ['curl https://example.com -F file=@a.csv', 'curl.file', 'a.csv'],
  ['curl https://example.com -F "file=<a.txt"', 'curl.file', 'a.txt'],
  ['curl https://example.com --data-urlencode name@file.txt', 'curl.file', 'file.txt'],
  ['curl https://example.com -H @headers.txt', 'curl.file', 'headers.txt'],
  ['curl https://example.com -b cookies.txt', 'curl.file', 'cookies.txt'],
  ['curl https://example.com -T upload.bin', 'curl.file', 'upload.bin'],
  ['curl https://example.com -d @- < "my body.json"', 'curl.file', 'my body.json'],
  ['curl https://example.com -d @- <$FILE', 'curl.file', '{FILE}'],
  ['curl https://example.com -d @- <', 'curl.file', '<'],
  ['curl https://example.com -d @- <<< "$(date)"', 'curl.commandSubstitution', '$(date'],
  ['curl https://example.com -K settings', 'curl.file', 'settings'],
  ['curl https://example.com -d "$(cat body.json)"', 'curl.commandSubstitution', '$(cat'],
  ['curl https://example.com -d "`date`"', 'curl.commandSubstitution', '`date`'],
  ['curl https://a.example.com https://b.example.com', 'curl.severalRequests', 'b.example.com'],
  ['curl https://a.example.com --next https://b.example.com', 'curl.severalRequests', '--next'],
  ['curl https://a.example.com && curl https://b.example.com', 'curl.severalRequests', 'curl'],
  ['curl "https://example.com/[1-3]"', 'curl.severalRequests', '[1-3]'],
  ['curl "https://example.com/{a,b}"', 'curl.severalRequests', '{a,b}'],
  ['curl ftp://example.com/file', 'curl.schemeUnsupported', 'ftp'],
  ['curl file:///etc/passwd', 'curl.schemeUnsupported', 'file'],
  ['curl gopher://127.0.0.1:25/x', 'curl.schemeUnsupported', 'gopher'],
  ['curl -X PROPFIND https://example.com', 'curl.methodUnsupported', 'PROPFIND'],
  ['curl -I https://example.com -d a=1', 'curl.bodyOnHead', 'HEAD'],
  ['curl https://example.com -d a=1 -F b=2', 'curl.bodyTwice', '-F'],
  ['curl https://example.com --digest -u a:b', 'curl.optionUnsupported', '--digest'],
  ['curl https://example.com --aws-sigv4 aws:amz -u a:b', 'curl.optionUnsupported', '--aws-sigv4'],
  ['curl https://example.com -E client.pem', 'curl.optionUnsupported', '-E'],
  ['curl https://example.com --unix-socket /var/run/docker.sock', 'curl.optionUnsupported', '--unix-socket'],
  [
    `curl https://example.com -H 'Authorization: AWS4-HMAC-SHA256 Credential=a, Signature=b'`,
    'curl.signatureUnsupported',
    'AWS4',
  ],
  ['curl https://exa mple.com/ -m soon', 'curl.optionValueInvalid', 'soon'],
  ['curl https://example.com -H nonsense', 'curl.headerInvalid', 'nonsense'],
  ['curl "https://example.com/?q=%82%a0"', 'curl.encodingUnsupported', '%82%a0'],
  ['curl https://exämple.com', 'curl.urlInvalid', 'exämple'],
  ['curl https://example.com -F novalue', 'curl.formPartInvalid', 'novalue'],
])('%s is refused', (command, code, part) => {
  const [issue] = refusal(command)
  expect(issue?.code).toBe(code)
  expect(issue && formatIssue(issue, 'en')).toContain(part)
})

test('a command of more than 300,000 characters is refused', () => {
  expect(refusal(`curl https://example.com -d '${'x'.repeat(300_001)}'`)).toMatchObject([{ code: 'curl.tooLong' }])
})

describe('whatever is pasted', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '-X',
      '-H',
      '-d',
      '--json',
      '-F',
      '-u',
      '-G',
      '-b',
      '--data-urlencode',
      '-k',
      'POST',
      'curl',
      '\\\n',
      '^\n',
    ),
    fc.constantFrom(
      'https://example.com/{id}?a=$B&c',
      `'{"a":"{{x}}"}'`,
      '"A: b"',
      'a=b',
      '$X',
      '<id>',
      '@f',
      '`',
      '|',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  )

  test('what is imported can be saved, and everything else is an issue with words', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const imported = parseCurlCommand(`curl ${words.join(' ')}`)
        if (imported.ok)
          expect(checkExternalAction(imported.value.action).filter(({ severity }) => severity === 'error')).toEqual([])
        else
          for (const { code, params } of imported.error) {
            const named = issueMessages[code].ja.match(/(?<!\{)\{\w+\}(?!\})/g) ?? []
            expect(named.filter((name) => params?.[name.slice(1, -1)] === undefined)).toEqual([])
          }
      }),
      { numRuns: 500 },
    )
  })

  test('takes no more time than its length allows', () => {
    for (const piece of ['"', "'", '{{', '\\', '$', '<', '{"a":', '^"', '`\n', '%', '&a=', '-', '[', '\uE000']) {
      parseCurlCommand(`curl https://example.com -d '${piece.repeat(290_000 / piece.length)}'`)
      parseCurlCommand(`curl https://example.com -d ${piece.repeat(290_000 / piece.length)}`)
    }
  }, 20_000)
})
