import { buildRequest } from '@tabiji/shared/http-call/request/build-request.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { describe, expect, test } from 'vitest'
import { readVendored } from '../../../../test/open-api/read-vendored.ts'
import { unaccountedParts } from '../../../../test/open-api/unaccounted-parts.ts'
import { type JsonObject, OpenApiDocument } from './documents/open-api-document.ts'
import { readDocument } from './documents/read-document.ts'
import { importOperation, type ImportedOperation } from './import-operation.ts'
import { listOperations } from './list-operations.ts'

const textsOf = ({ notes }: ImportedOperation) => notes.map((note) => formatIssue(note, 'en'))

type Made = { schema: JsonObject; schemas?: JsonObject; media?: string; encoding?: JsonObject; rest?: JsonObject }

function documentOf({ schema, schemas = {}, media = 'application/json', encoding, rest = {} }: Made): JsonObject {
  const content = { [media]: { schema, ...(encoding && { encoding }) } }
  const operation = { operationId: 'act', requestBody: { required: true, content }, responses: {}, ...rest }
  return {
    openapi: '3.0.3',
    servers: [{ url: 'https://api.example.com' }],
    paths: { '/things': { post: operation } },
    components: { schemas },
  }
}

function imported(document: JsonObject, include: string[] = []): ImportedOperation {
  return importOperation(new OpenApiDocument(document), { operationId: 'act', include })
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const object = (required: string[], properties: JsonObject): JsonObject => ({ type: 'object', required, properties })
const text = { type: 'string' }
const form = 'application/x-www-form-urlencoded'
const body = (operation: ImportedOperation) =>
  operation.action.body.template?.replace(/\s+(?=["{}\]])|(?<=[{[,:])\s+/g, '')

const message = {
  Message: {
    ...object(['type'], { type: text }),
    discriminator: {
      propertyName: 'type',
      mapping: { text: '#/components/schemas/TextMessage', sticker: 'StickerMessage' },
    },
  },
  TextMessage: { allOf: [ref('Message'), object(['text'], { text })] },
  StickerMessage: { allOf: [ref('Message'), object(['packageId'], { packageId: text })] },
}
const kinds = Object.fromEntries(
  ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => [
    `Kind${name}`,
    { allOf: [ref('Message'), object(['text'], { type: { ...text, enum: [`KIND_${name}`] }, text })] },
  ]),
)
const parent = {
  ...object(['type'], { type: text }),
  oneOf: Object.keys(kinds).map(ref),
  discriminator: { propertyName: 'type' },
}

describe('a part of a request that can be written in several ways', () => {
  test.each<[string, Made, string[], string]>([
    [
      'kinds that a discriminator names',
      { schema: ref('Message'), schemas: message },
      [],
      '{"text":"{{text}}","type":"text"}',
    ],
    [
      'the kind that was chosen',
      { schema: ref('Message'), schemas: message },
      ['body=sticker'],
      '{"packageId":"{{packageId}}","type":"sticker"}',
    ],
    [
      'one kind alone',
      { schema: ref('StickerMessage'), schemas: message },
      [],
      '{"packageId":"{{packageId}}","type":"sticker"}',
    ],
    [
      'kinds inside a list',
      {
        schema: object(['to', 'messages'], { to: text, messages: { type: 'array', items: ref('Message') } }),
        schemas: message,
      },
      [],
      '{"to":"{{to}}","messages":[{"text":"{{text}}","type":"text"}]}',
    ],
    [
      'kinds that inherit from their choice',
      { schema: ref('Message'), schemas: { Message: parent, ...kinds } },
      [],
      '{"type":"KIND_A","text":"{{text}}"}',
    ],
    [
      'another of them',
      { schema: ref('Message'), schemas: { Message: parent, ...kinds } },
      ['body=KindC'],
      '{"type":"KIND_C","text":"{{text}}"}',
    ],
    [
      'one of them alone',
      { schema: ref('KindB'), schemas: { Message: parent, ...kinds } },
      [],
      '{"type":"KIND_B","text":"{{text}}"}',
    ],
    [
      'a base that calls read-only what its child requires',
      {
        schema: object(['addon'], { addon: ref('Addon') }),
        schemas: {
          Base: object([], { id: { ...text, readOnly: true }, type: { ...text, readOnly: true } }),
          Addon: {
            allOf: [ref('Base'), object(['type', 'name'], { type: { ...text, enum: ['full', 'part'] }, name: text })],
          },
        },
      },
      [],
      '{"addon":{"type":"{{type}}","name":"{{name}}"}}',
    ],
    [
      'a map',
      { schema: object(['p'], { p: { type: 'object', additionalProperties: text } }) },
      [],
      '{"p":{"{{p_name}}":"{{p_value}}"}}',
    ],
    [
      'a map of numbers',
      { schema: object(['p'], { p: { type: 'object', additionalProperties: { type: 'number' } } }) },
      [],
      '{"p":{"{{p_name}}":{{p_value}}}}',
    ],
    [
      'a map of objects',
      { schema: object(['p'], { p: { type: 'object', additionalProperties: object(['a'], { a: text }) } }) },
      [],
      '{"p":{"{{p_name}}":{"a":"{{a}}"}}}',
    ],
    [
      'an object of any kind',
      { schema: object(['p'], { p: { type: 'object' } }) },
      [],
      '{"p":{"{{p_name}}":"{{p_value}}"}}',
    ],
    [
      'a map as the body',
      { schema: { type: 'object', additionalProperties: text } },
      [],
      '{"{{body_name}}":"{{body_value}}"}',
    ],
    [
      'a chosen object without required fields',
      { schema: object([], { o: object([], { a: text, b: text }) }) },
      ['body.o'],
      '{"o":{"a":"{{a}}","b":"{{b}}"}}',
    ],
    [
      'a map in a form',
      {
        schema: object([], {
          m: {
            anyOf: [
              { type: 'object', additionalProperties: text },
              { ...text, enum: [''] },
            ],
          },
        }),
        media: form,
      },
      ['body.m'],
      'm%5B{{m_name}}%5D={{m_value}}',
    ],
    ['a list in a form', { schema: object(['l'], { l: { type: 'array', items: text } }), media: form }, [], 'l={{l}}'],
    [
      'a list in brackets',
      {
        schema: object(['l'], { l: { type: 'array', items: text } }),
        media: form,
        encoding: { l: { style: 'deepObject', explode: true } },
      },
      [],
      'l%5B%5D={{l}}',
    ],
    [
      'a list of objects in a form',
      { schema: object(['l'], { l: { type: 'array', items: object(['a'], { a: text }) } }), media: form },
      [],
      'l%5B0%5D%5Ba%5D={{a}}',
    ],
    [
      'an object in a form of parts',
      { schema: object(['o'], { o: object(['a'], { a: text }) }), media: 'multipart/form-data' },
      [],
      'o={{o}}',
    ],
    [
      'a dangling optional part',
      { schema: object(['subject'], { subject: text, gone: ref('Nowhere') }) },
      [],
      '{"subject":"{{subject}}"}',
    ],
    ['a dangling required part', { schema: object(['gone'], { gone: ref('Nowhere') }) }, [], '{"gone":{{gone}}}'],
    [
      'a dangling part of what is merged',
      { schema: { allOf: [ref('Nowhere'), object(['a'], { a: text })] } },
      [],
      '{"a":"{{a}}"}',
    ],
    [
      'a tree',
      {
        schema: ref('Tree'),
        schemas: { Tree: object(['name'], { name: text, children: { type: 'array', items: ref('Tree') } }) },
      },
      ['body.children'],
      '{"name":"{{name}}","children":[{"name":"{{children_name}}"}]}',
    ],
  ])('%s', (_what, made, include, expected) => {
    const document = documentOf(made)
    const operation = imported(document, include)
    expect(body(operation)).toBe(expected)
    expect(unaccountedParts(document, { method: 'POST', path: '/things' }, operation, textsOf(operation))).toEqual([])
  })

  test.each<[string, object, { name: string; value: string }[], string | undefined]>([
    ['a list', { schema: { type: 'array', items: text } }, [{ name: 'p', value: '{{p}}' }], 'repeat'],
    [
      'a joined list',
      { explode: false, schema: { type: 'array', items: text } },
      [{ name: 'p', value: '{{p}}' }],
      'comma',
    ],
    [
      'a list by spaces',
      { style: 'spaceDelimited', explode: false, schema: { type: 'array', items: text } },
      [{ name: 'p', value: '{{p}}' }],
      'space',
    ],
    [
      'a list by pipes',
      { style: 'pipeDelimited', explode: false, schema: { type: 'array', items: text } },
      [{ name: 'p', value: '{{p}}' }],
      'pipe',
    ],
    [
      'an object in brackets',
      { style: 'deepObject', schema: object(['a'], { a: text }) },
      [{ name: 'p[a]', value: '{{a}}' }],
      undefined,
    ],
    ['an object of parameters', { schema: object(['a'], { a: text }) }, [{ name: 'a', value: '{{a}}' }], undefined],
    [
      'an object as one text',
      { explode: false, schema: object(['a'], { a: text }) },
      [{ name: 'p', value: 'a,{{a}}' }],
      undefined,
    ],
    [
      'a map',
      { style: 'deepObject', schema: { type: 'object', additionalProperties: text } },
      [{ name: 'p[{{p_name}}]', value: '{{p_value}}' }],
      undefined,
    ],
    [
      'JSON',
      { content: { 'application/json': { schema: object(['a'], { a: text }) } } },
      [{ name: 'p', value: '{{p}}' }],
      undefined,
    ],
  ])('a parameter that is %s', (_what, parameter, query, listStyle) => {
    const parameters = [{ name: 'p', in: 'query', required: true, ...parameter }]
    const operation = imported(documentOf({ schema: object([], {}), rest: { parameters } as never }))
    expect(operation.action.query).toEqual(query)
    expect(operation.action.tokens.find(({ name }) => name === 'p')?.listStyle).toBe(listStyle)
  })

  test('a parameter without a name is passed over, and an id may end with a blank', () => {
    const parameters = [
      { name: '', in: 'header', schema: text },
      { name: 'Api-Version', in: 'header', schema: text },
    ]
    const document = documentOf({ schema: object([], {}), rest: { operationId: 'act ', parameters } as never })
    const [{ id } = { id: '' }] = listOperations(new OpenApiDocument(document))
    const operation = importOperation(new OpenApiDocument(document), {
      operationId: id,
      include: ['header.Api-Version'],
    })
    expect(operation.action.headers).toEqual([{ name: 'Api-Version', value: '{{Api_Version}}' }])
  })
})

describe.each(['slack-web-api', 'twilio-api-v2010'])('of %s nothing is lost in silence', async (name) => {
  const { root } = await readDocument(readVendored(name), (parse) => parse())

  test.each([0, 90])('with %s of the optional parts', (most) => {
    const lost: string[] = []
    for (const place of listOperations(new OpenApiDocument(root))) {
      const read = (include: string[]) => importOperation(new OpenApiDocument(root), { operationId: place.id, include })
      const operation = read(
        read([])
          .optional.map(({ key }) => key)
          .slice(0, most),
      )
      for (const part of unaccountedParts(root, place, operation, textsOf(operation))) lost.push(`${place.id} ${part}`)
      const { action, connection } = operation
      const values = Object.fromEntries(action.tokens.map(({ name, sample }) => [name, sample ?? 'x']))
      expect(buildRequest(action, connection.baseUrl, values)).toMatchObject({ ok: true })
    }
    expect(lost).toEqual([])
  })
})
