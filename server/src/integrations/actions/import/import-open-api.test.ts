import { buildRequest } from '@tabiji/shared/http-call/request/build-request.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { startCalloutServer } from '../../../../test/callout-server.ts'
import { createTestApp, jsonOf } from '../../../../test/test-app.ts'
import type { Json } from './documents/open-api-document.ts'

const server = await startCalloutServer()
const app = await createTestApp({ queue: false, env: { calloutAllow: [server.allow] } })
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})
const editor = app.caller('editor')

const importing = (openapi: object | string, operationId = 'act', include: string[] = []) =>
  editor.externalActions.import({ openapi, operationId, include } as never)

const refusal = async (call: Promise<unknown>): Promise<{ code: string; path: string; message: string }> => {
  const error = (await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )) as { cause?: { problem?: { issues?: { code: string; path: string; message: string }[] } } }
  const issue = error?.cause?.problem?.issues?.[0]
  if (!issue) throw new Error(`Not refused: ${String(error)}`)
  return issue
}

/** A document with one operation, by default POST /things/{id}. */
function documentOf(operation: object, rest: object = {}): object {
  const path = { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] }
  return {
    openapi: '3.0.3',
    info: { title: 'Things', version: '1' },
    servers: [{ url: 'https://api.example.com/v1' }],
    paths: { '/things/{id}': { ...path, post: { operationId: 'act', responses: {}, ...operation } } },
    ...rest,
  }
}

function jsonBody(schema: object, rest: object = {}): object {
  return { requestBody: { required: true, content: { 'application/json': { schema, ...rest } } } }
}

describe('an operation as an action', () => {
  test('what is required becomes typed tokens with samples, what is optional is left out and offered', async () => {
    const imported = await importing(
      documentOf({
        summary: 'Change a thing',
        parameters: [
          { name: 'notify', in: 'query', required: true, schema: { type: 'boolean' } },
          { name: 'page', in: 'query', schema: { type: 'integer' }, description: 'Which page' },
          { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string', example: 't-1' } },
        ],
        ...jsonBody({
          type: 'object',
          required: ['title', 'owner', 'kind', 'tags', 'lines'],
          properties: {
            title: { type: 'string', minLength: 8 },
            kind: { type: 'string', enum: ['fixed'] },
            rating: { type: 'integer', minimum: 3 },
            tags: { type: 'array', items: { type: 'string', enum: ['new', 'old'] } },
            owner: {
              type: 'object',
              required: ['email'],
              properties: { email: { type: 'string', format: 'email' }, name: { type: 'string' } },
            },
            lines: {
              type: 'array',
              items: { type: 'object', required: ['count'], properties: { count: { type: 'integer' } } },
            },
            id: { type: 'string', readOnly: true },
          },
        }),
        responses: {
          201: {
            description: '',
            content: {
              'application/json': {
                schema: { type: 'object', properties: { id: { type: 'integer' }, url: { type: 'string' }, body: {} } },
              },
            },
          },
        },
      }),
    )
    expect(imported.action).toMatchObject({
      name: 'Change a thing',
      method: 'POST',
      path: '/things/{{id}}',
      query: [{ name: 'notify', value: '{{notify}}' }],
      headers: [{ name: 'X-Trace', value: '{{X_Trace}}' }],
      tokens: [
        { name: 'id', type: 'text', required: true, sample: 'sample' },
        { name: 'notify', type: 'boolean', sample: true },
        { name: 'X_Trace', sample: 't-1' },
        { name: 'title', sample: 'samplexx' },
        { name: 'tags', type: 'list', sample: ['new'] },
        { name: 'email', type: 'email', sample: 'customer001@example.com' },
        { name: 'count', type: 'number', sample: 1 },
      ],
      extract: [
        { name: 'id', path: '$.id', type: 'number' },
        { name: 'url', path: '$.url', type: 'text' },
      ],
    })
    expect(JSON.parse(imported.action.body.template?.replace(/:\s*\{\{(\w+)\}\}/g, ': "{{$1}}"') ?? '')).toEqual({
      title: '{{title}}',
      kind: 'fixed',
      tags: '{{tags}}',
      owner: { email: '{{email}}' },
      lines: [{ count: '{{count}}' }],
    })
    expect(imported.optional?.map(({ key }) => key)).toEqual(['query.page', 'body.rating', 'body.owner.name'])
    expect(imported.notes).toEqual([expect.stringContaining('page, rating, owner.name')])
    expect(imported.connection).toEqual({ baseUrl: 'https://api.example.com/v1', auth: { kind: 'none' } })
  })

  test('optional parts that are asked for are taken in, as tokens that may be empty', async () => {
    const document = documentOf({
      parameters: [{ name: 'page', in: 'query', schema: { type: 'integer', example: 4 } }],
      ...jsonBody({
        type: 'object',
        properties: { note: { type: 'string' }, owner: { type: 'object', properties: { name: { type: 'string' } } } },
      }),
    })
    const { action } = await importing(document, 'act', ['query.page', 'body.owner.name'])
    expect(action.query).toEqual([{ name: 'page', value: '{{page}}' }])
    expect(action.body.template?.replace(/\s/g, '')).toBe('{"owner":{"name":"{{name}}"}}')
    expect(action.tokens.find(({ name }) => name === 'page')).toMatchObject({ required: false, sample: 4 })
  })

  test.each(['act', 'POST /things/{id}', 'post /things/{id}'])('the operation is found by "%s"', async (id) => {
    expect((await importing(documentOf({}), id)).action.path).toBe('/things/{{id}}')
  })

  test('references, allOf and variants are put together, and loops are no trouble', async () => {
    const { action } = await importing(
      documentOf(jsonBody({ $ref: '#/components/schemas/Node' }), {
        components: {
          schemas: {
            Base: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
            Node: {
              allOf: [{ $ref: '#/components/schemas/Base' }],
              type: 'object',
              required: ['value'],
              properties: {
                value: { oneOf: [{ type: 'integer' }, { type: 'string' }] },
                parent: { $ref: '#/components/schemas/Node' },
              },
            },
          },
        },
      }),
    )
    expect(JSON.parse(action.body.template ?? '')).toEqual({ name: '{{name}}', value: '{{value}}' })
  })

  test('of several ways to write a part one is taken, and the fields of the others are named', async () => {
    const way = (name: string) => ({
      type: 'object',
      required: [name],
      properties: { [name]: { type: 'string' }, to: {} },
    })
    const schema = {
      type: 'object',
      required: ['target'],
      properties: { target: { oneOf: [way('email'), way('phone')] } },
    }
    const { action, notes } = await importing(documentOf(jsonBody(schema)))
    expect(JSON.parse(action.body.template ?? '')).toEqual({ target: { email: '{{email}}' } })
    expect(notes).toContainEqual(expect.stringMatching(/\(2\).*left out: phone\./))
  })

  test('names that every object of JavaScript has are names like all others', async () => {
    const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty']
    const properties = JSON.parse(`{${names.map((name) => `"${name}":{"type":"string","format":"${name}"}`).join()}}`)
    const document = documentOf(
      {
        parameters: [
          { name: 'x', in: 'query', required: true, schema: { type: 'string', format: 'constructor' } },
          { name: 'valueOf', in: 'query', required: true, schema: { $ref: '#/components/schemas/constructor' } },
        ],
        ...jsonBody({ type: 'object', required: names, properties }, { example: {} }),
      },
      {
        servers: [{ url: 'https://{constructor}.example.com', variables: {} }],
        security: [{ constructor: [] }],
        components: { schemas: { constructor: { type: 'string', format: 'toString' } } },
      },
    )
    const { action } = await importing(document)
    expect(action.tokens.map(({ sample }) => sample)).toEqual(Array(7).fill('sample'))
    expect(action.body.template?.match(/\{\{/g)?.length).toBe(4)
    const swagger = {
      swagger: '2.0',
      host: 'api.example.com',
      security: [{ way: [] }],
      securityDefinitions: { way: { type: 'oauth2', flow: 'constructor' } },
      paths: { '/a': { get: { operationId: 'act', responses: {} } } },
    }
    expect((await importing(swagger)).connection.auth).toEqual({ kind: 'bearer', token: '' })
  })

  test('headers that only the client may write are left to it, were they required', async () => {
    const names = ['Host', 'Expect', 'Transfer-Encoding', 'Idempotency-Key', 'Accept', 'X-Own']
    const parameters = names.map((name) => ({ name, in: 'header', required: true, schema: { type: 'string' } }))
    const { action } = await importing(documentOf({ parameters }))
    expect(action.headers).toEqual([{ name: 'X-Own', value: '{{X_Own}}' }])
  })

  test('no example of a secret comes into the action', async () => {
    const text = (example: string) => ({ type: 'string', example })
    const required = { password: text('hush-hush'), bot: text('xoxb-hush-hush'), name: text('Aiko') }
    const schema = { type: 'object', required: Object.keys(required), properties: required }
    const { action } = await importing(documentOf(jsonBody(schema)))
    expect(action.tokens.map(({ name, sample }) => [name, sample])).toEqual([
      ['id', 'sample'],
      ['password', 'sample'],
      ['bot', 'sample'],
      ['name', 'Aiko'],
    ])
    const media = { example: { api_secret: 'hush-hush', note: 'Use ghp_hushhushhush', name: 'Aiko' } }
    const shown = await importing(
      documentOf({ requestBody: { required: true, content: { 'application/json': media } } }),
    )
    expect(JSON.parse(shown.action.body.template ?? '')).toEqual({
      api_secret: '{{api_secret}}',
      note: 'Use {{secret}}',
      name: 'Aiko',
    })
    expect(JSON.stringify(shown)).not.toContain('hush')
    expect(shown.notes.join()).toContain('api_secret, secret')
  })

  test('a pattern gets a sample that it matches', async () => {
    const pattern = '^AC[0-9a-fA-F]{32}$'
    const { action } = await importing(
      documentOf({ parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', pattern } }] }),
    )
    expect(action.tokens[0]?.sample).toMatch(new RegExp(pattern))
  })

  test.each<[string, object, object]>([
    [
      'application/x-www-form-urlencoded',
      {
        type: 'object',
        required: ['a b', 'in'],
        properties: {
          'a b': { type: 'string' },
          in: { type: 'object', required: ['x'], properties: { x: { type: 'integer' } } },
        },
      },
      { kind: 'form', template: 'a%20b={{a_b}}&in%5Bx%5D={{x}}' },
    ],
    [
      'multipart/form-data',
      {
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'string' }, file: { type: 'string', format: 'binary' } },
      },
      { kind: 'multipart', template: 'a={{a}}' },
    ],
    [
      'application/xml',
      {
        type: 'object',
        xml: { name: 'thing' },
        required: ['id', 'name'],
        properties: { id: { type: 'integer', xml: { attribute: true } }, name: { type: 'string' } },
      },
      {
        kind: 'xml',
        template: '<?xml version="1.0" encoding="UTF-8"?>\n<thing id="{{body_id}}"><name>{{name}}</name></thing>',
      },
    ],
    ['text/plain', { type: 'string', example: 'hello' }, { kind: 'text', template: '{{body}}' }],
    [
      'application/vnd.api+json',
      { type: 'object', required: ['a'], properties: { a: { type: 'number' } } },
      { kind: 'json' },
    ],
  ])('a body of %s', async (type, schema, body) => {
    const { action } = await importing(documentOf({ requestBody: { required: true, content: { [type]: { schema } } } }))
    expect(action.body).toMatchObject(body)
    const values = Object.fromEntries(action.tokens.map(({ name, sample }) => [name, sample ?? null]))
    expect(buildRequest(action, 'https://api.example.com', values)).toMatchObject({
      ok: true,
      value: { contentType: expect.stringContaining(type) },
    })
  })

  test('Swagger 2: host, base path, form fields and its own kinds of security', async () => {
    const { action, connection } = await importing({
      swagger: '2.0',
      host: 'api.example.com',
      basePath: '/v2',
      schemes: ['http', 'https'],
      securityDefinitions: { key: { type: 'apiKey', in: 'query', name: 'api_key' } },
      security: [{ key: [] }],
      paths: {
        '/things': {
          post: {
            operationId: 'act',
            consumes: ['application/x-www-form-urlencoded'],
            parameters: [
              { name: 'api_key', in: 'query', type: 'string', required: true },
              { name: 'when', in: 'formData', type: 'string', format: 'date-time', required: true },
              { name: 'note', in: 'formData', type: 'string' },
            ],
          },
        },
      },
    })
    expect(connection).toEqual({
      baseUrl: 'https://api.example.com/v2',
      auth: { kind: 'apiKey', name: 'api_key', value: '', in: 'query' },
    })
    expect(action).toMatchObject({
      query: [],
      body: { kind: 'form', template: 'when={{when}}' },
      tokens: [{ name: 'when', type: 'dateTime', sample: '2026-01-31T09:00:00Z' }],
    })
  })

  test('a document as YAML text', async () => {
    const yaml = `
openapi: 3.1.0
info: { title: Things, version: '1' }
servers: [{ url: 'https://{region}.example.com', variables: { region: { default: eu } } }]
paths:
  /things:
    post:
      operationId: act
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: [object, 'null']
              required: [size]
              properties: { size: { type: [integer, 'null'], exclusiveMinimum: 10 } }
`
    const imported = await importing(yaml)
    expect(imported.connection.baseUrl).toBe('https://eu.example.com')
    expect(imported.notes).toEqual([expect.stringContaining('region = eu')])
    expect(imported.action.tokens).toEqual([{ name: 'size', type: 'number', required: true, sample: 11 }])
  })
})

describe('how the API wants to be asked', () => {
  const flows = (flow: object) => ({ type: 'oauth2', flows: flow })
  test.each<[object, object]>([
    [
      { type: 'http', scheme: 'basic' },
      { kind: 'basic', username: '', password: '' },
    ],
    [
      { type: 'http', scheme: 'bearer' },
      { kind: 'bearer', token: '' },
    ],
    [
      { type: 'apiKey', in: 'header', name: 'X-Key' },
      { kind: 'apiKey', name: 'X-Key', value: '', in: 'header' },
    ],
    [
      { type: 'apiKey', in: 'cookie', name: 'sid' },
      { kind: 'secretHeaders', headers: [{ name: 'Cookie', value: '' }] },
    ],
    [
      flows({ clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: {} } }),
      {
        kind: 'oauth2ClientCredentials',
        tokenUrl: 'https://id.example.com/token',
        clientId: '',
        clientSecret: '',
        scope: 'things:write',
        clientAuth: 'basic',
      },
    ],
    [
      flows({
        authorizationCode: {
          authorizationUrl: 'https://id.example.com/auth',
          tokenUrl: 'https://id.example.com/token',
          scopes: {},
        },
      }),
      {
        kind: 'oauth2AuthorizationCode',
        authorizeUrl: 'https://id.example.com/auth',
        tokenUrl: 'https://id.example.com/token',
        clientId: '',
        clientSecret: '',
        scope: 'things:write',
        pkce: true,
      },
    ],
    [
      flows({ implicit: { authorizationUrl: 'https://id.example.com/auth', scopes: {} } }),
      { kind: 'bearer', token: '' },
    ],
    [{ type: 'http', scheme: 'digest' }, { kind: 'none' }],
  ])('%o', async (scheme, auth) => {
    const components = { securitySchemes: { way: scheme } }
    const imported = await importing(documentOf({}, { security: [{ way: ['things:write'] }], components }))
    expect(imported.connection.auth).toEqual(auth)
    expect(imported.notes.join()).toContain('way')
  })

  test('two keys at once go into secret headers; one in the address beside them becomes a token without a value', async () => {
    const key = (place: string, name: string) => ({ type: 'apiKey', in: place, name })
    const securitySchemes = { a: key('header', 'X-A'), b: key('header', 'X-B'), c: key('query', 'c') }
    const { connection, action } = await importing(
      documentOf({}, { security: [{ a: [], b: [], c: [] }], components: { securitySchemes } }),
    )
    expect(connection.auth).toEqual({
      kind: 'secretHeaders',
      headers: [
        { name: 'X-A', value: '' },
        { name: 'X-B', value: '' },
      ],
    })
    expect(action.query).toEqual([{ name: 'c', value: '{{c}}' }])
    expect(action.tokens.find(({ name }) => name === 'c')).toEqual({ name: 'c', type: 'text', required: true })
  })
})

describe('what cannot be imported says why and what to do', () => {
  const deep = (levels: number): Json => (levels === 0 ? {} : { a: deep(levels - 1) })
  const loop = {
    openapi: '3.0.0',
    paths: { '/a': { post: { operationId: 'act', requestBody: { $ref: '#/x' } } } },
    x: { $ref: '#/y' },
    y: { $ref: '#/x' },
  }
  const endless = documentOf(jsonBody({ $ref: '#/components/schemas/A' }), {
    components: {
      schemas: { A: { type: 'object', required: ['a'], properties: { a: { $ref: '#/components/schemas/A' } } } },
    },
  })
  // A few large schemas, each referenced many times: small to read, expensive to merge.
  const large = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`p${index}`, {}]))
  const merging = documentOf(jsonBody({ allOf: Array(2000).fill({ $ref: '#/components/schemas/A' }) }), {
    components: { schemas: { A: { type: 'object', properties: large } } },
  })
  const crowd = Array.from({ length: 10_001 }, (_, index) => [`/p${index}`, { get: { responses: {} } }])
  const crowded = { openapi: '3.0.0', paths: Object.fromEntries(crowd) as object }
  const bomb = [
    'a0: &a0 [x, x]',
    ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
    'openapi: 3.0.0',
  ].join('\n')
  const wide = `openapi: 3.0.0\nx: &x [${'1,'.repeat(5000)}1]\npaths: [${'*x,'.repeat(500)}*x]`
  test.each<[string, object | string, string, string]>([
    ['no document', { hello: 1 }, 'openApi.notOpenApi', 'swagger'],
    ['an empty text', '   ', 'openApi.notOpenApi', 'swagger'],
    ['a web page', '<!doctype html><html></html>', 'openApi.notOpenApi', 'JSON or YAML'],
    ['version 1', { swagger: '1.2', paths: {} }, 'openApi.versionUnsupported', '1.2'],
    ['broken JSON', '{"openapi": "3.0.0",', 'openApi.syntax', 'JSON'],
    ['broken YAML', 'openapi: 3.0.0\npaths: [', 'openApi.syntax', 'YAML'],
    ['no paths', { openapi: '3.1.0', webhooks: {} }, 'openApi.noOperations', 'bundled'],
    ['a file beside it', documentOf(jsonBody({ $ref: 'schemas.yaml#/Thing' })), 'openApi.refExternal', 'schemas.yaml'],
    [
      'a file of the machine',
      documentOf(jsonBody({ $ref: 'file:///etc/passwd' })),
      'openApi.refExternal',
      'never fetched',
    ],
    ['an inside address', documentOf(jsonBody({ $ref: `${server.url}/meta#/x` })), 'openApi.refExternal', server.url],
    [
      'a missing part',
      documentOf(jsonBody({ $ref: '#/components/schemas/No' })),
      'openApi.refMissing',
      '#/components/schemas/No',
    ],
    ['a part of every object', documentOf(jsonBody({ $ref: '#/constructor' })), 'openApi.refMissing', '#/constructor'],
    ['references in a ring', loop, 'openApi.refLoop', '#/'],
    ['an object that requires itself', endless, 'openApi.tooDeep', 'nested'],
    ['large parts put together thousands of times', merging, 'openApi.tooDeep', 'nested'],
    ['more operations than anybody looks through', crowded, 'openApi.tooManyOperations', '10000'],
    ['a thousand levels', JSON.stringify({ openapi: '3.0.0', paths: {}, x: deep(1000) }), 'openApi.tooDeep', 'nested'],
    ['aliases that stand for billions', bomb, 'openApi.syntax', 'alias'],
    ['aliases that stand for millions', wide, 'openApi.tooDeep', 'nested'],
    [
      'a required file',
      documentOf({
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['file'],
                properties: { file: { type: 'string', format: 'binary' } },
              },
            },
          },
        },
      }),
      'openApi.fileRequired',
      'file',
    ],
    [
      'a picture for a body',
      documentOf({ requestBody: { required: true, content: { 'image/png': {} } } }),
      'openApi.bodyUnsupported',
      'image/png',
    ],
  ])('%s', async (_what, document, code, part) => {
    const issue = await refusal(importing(document))
    expect(issue).toMatchObject({ code, path: 'openapi' })
    expect(issue.message).toContain(part)
    expect(server.requests).toEqual([])
  })

  test('an operation that is not there names some that are', async () => {
    const issue = await refusal(importing(documentOf({}), 'remove'))
    expect(issue).toMatchObject({ code: 'openApi.operationUnknown', path: 'operationId' })
    expect(issue.message).toContain('act')
  })

  test('a text of more than 16 MB is refused by its size', async () => {
    const issue = await refusal(importing(`openapi: 3.0.0\n${'#'.repeat(16 * 1024 * 1024)}`))
    expect(issue.code).toBe('openApi.tooLarge')
    const key = await app.apiKey('editor')
    const answer = await app.request('/api/v1/external-actions/import', {
      key,
      json: { openapi: 'x'.repeat(17e6), operationId: 'a' },
    })
    expect(answer.status).toBe(413)
  })
})

describe('a document at an address', () => {
  test('is fetched, its operations listed, and a server without a host is the one it came from', async () => {
    const document = documentOf({ summary: 'Act', tags: ['Things'] }, { servers: [{ url: '/v3' }] })
    server.answer = () => ({ body: document })
    const openapiUrl = `${server.url}/docs/openapi.json`
    const { title, operations } = await editor.externalActions.operations({ openapiUrl })
    expect(title).toBe('Things')
    expect(operations).toEqual([
      { id: 'act', method: 'POST', path: '/things/{id}', summary: 'Act', tag: 'Things', isDeprecated: false },
    ])
    const { connection } = await editor.externalActions.import({ openapiUrl, operationId: 'act' })
    expect(connection.baseUrl).toBe(`${server.url}/v3`)
  })

  test.each([
    ['http://169.254.169.254/latest/meta-data'],
    ['https://127.0.0.1/openapi.json'],
    ['file:///etc/passwd'],
    ['https://user:pass@example.com/openapi.json'],
  ])('%s is not asked', async (openapiUrl) => {
    const issue = await refusal(editor.externalActions.operations({ openapiUrl }))
    expect(issue).toMatchObject({ code: 'openApi.urlFailed', path: 'openapiUrl' })
  })

  test('a redirect to an inside address is not followed', async () => {
    server.answer = () => ({ status: 302, headers: { location: 'http://10.0.0.1/openapi.json' } })
    const issue = await refusal(editor.externalActions.operations({ openapiUrl: `${server.url}/x` }))
    expect(issue.code).toBe('openApi.urlFailed')
  })

  test('an answer that is no document says so, and one that is an error names its status', async () => {
    server.answer = () => ({ body: '<html>' })
    expect(await refusal(editor.externalActions.operations({ openapiUrl: server.url }))).toMatchObject({
      code: 'openApi.notOpenApi',
    })
    server.answer = () => ({ status: 404, body: 'no' })
    expect((await refusal(editor.externalActions.operations({ openapiUrl: server.url }))).message).toContain('404')
  })
})

test('over REST the same answer, with the notes in the language that is asked for', async () => {
  const key = await app.apiKey('editor')
  const json = { openapi: documentOf({ deprecated: true }), operationId: 'POST /things/{id}' }
  const answer = await app.request('/api/v1/external-actions/import', {
    key,
    json,
    headers: { 'accept-language': 'ja' },
  })
  expect(answer.status).toBe(200)
  const { action, notes } = await jsonOf(answer)
  expect(action).toMatchObject({ method: 'POST', path: '/things/{{id}}' })
  expect(notes).toEqual([expect.stringContaining('非推奨')])
})
