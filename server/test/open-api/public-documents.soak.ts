import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { buildRequest } from '@tabiji/shared/http-call/request/build-request.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { describe, expect, test } from 'vitest'
import { readVendored } from './read-vendored.ts'
import { importOperation, type ImportedOperation } from '../../src/integrations/actions/import/import-operation.ts'
import { listOperations } from '../../src/integrations/actions/import/list-operations.ts'
import { readDocument } from '../../src/integrations/actions/import/documents/read-document.ts'

/*
 * Sends every operation of large public documents with its samples to Prism, which validates requests against the document.
 *
 * Prism is not a dependency: it would install 143 packages (66 MB) for every developer, and one of them reports each
 * installation.
 *   mkdir /tmp/prism && cd /tmp/prism && npm init -y && npm install --ignore-scripts @stoplight/prism-http@5.16.0
 *   TABIJI_PRISM=/tmp/prism [TABIJI_OPENAPI=<folder of further .json or .yaml documents>] npm run test:soak -- public-documents
 * For example, GitHub's document is in the npm package @octokit/openapi (generated/api.github.com.json, 13 MB).
 */
const { TABIJI_PRISM: prismFolder, TABIJI_OPENAPI: folder } = process.env

type Violation = { severity: number; message: string }
type Prism = {
  getHttpOperationsFromSpec(document: object): Promise<{ method: string; path: string }[]>
  createClientFromOperations(
    operations: object[],
    config: object,
  ): { request(url: string, input: object): Promise<{ violations: { input: Violation[] } }> }
}

const documents: [name: string, text: () => string][] = [
  ...['slack-web-api', 'twilio-api-v2010'].map((name): [string, () => string] => [name, () => readVendored(name)]),
  ...(folder === undefined ? [] : readdirSync(folder))
    .filter((file) => /\.(json|ya?ml)$/.test(file))
    .map((file): [string, () => string] => [file, () => readFileSync(path.join(folder ?? '', file), 'utf8')]),
]

describe.skipIf(prismFolder === undefined).each(documents)(
  'Prism accepts what is imported of %s',
  async (name, text) => {
    test.each([
      ['what is required', 0],
      ['everything optional too', 90],
    ])('%s', async (what, most) => {
      const prism = loadPrism(prismFolder ?? '')
      const document = await readDocument(text(), (parse) => parse())
      const operations = listOperations(document)
      const known = await prism.getHttpOperationsFromSpec(structuredClone(document.root))
      const byPlace = new Map(known.map((one) => [`${one.method.toUpperCase()} ${one.path}`, one]))
      const refused: string[] = []
      const rejected: string[] = []
      for (const { id, method, path: place } of operations) {
        let imported: ImportedOperation
        try {
          imported = importOperation(document, { operationId: id })
          const include = imported.optional.map(({ key }) => key).slice(0, most)
          if (most > 0) imported = importOperation(document, { operationId: id, include })
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          refused.push(`${id}: ${formatIssue(error.issue, 'en')}`)
          continue
        }
        const operation = byPlace.get(`${method} ${place}`)
        expect(operation, id).toBeDefined()
        const reason = await rejection(prism, { ...operation, servers: [] }, imported)
        if (reason !== null) rejected.push(`${id}: ${reason}`)
      }
      const accepted = operations.length - refused.length - rejected.length
      console.log(
        `${name}, ${what}: ${operations.length} operations, ${operations.length - refused.length} imported, ${accepted} accepted by Prism\n`,
      )
      for (const line of [...refused, ...rejected]) process.stdout.write(`  ${line}\n`)
      expect(refused.length).toBeLessThan(operations.length * 0.05)
      expect(rejected.length).toBeLessThan(operations.length * 0.03)

      // Proves that Prism rejects: without their values, the same requests are refused.
      const [first] = operations.filter(
        ({ id }) => importOperation(document, { operationId: id }).action.query.length > 0,
      )
      if (first) {
        const imported = importOperation(document, { operationId: first.id })
        const operation = { ...byPlace.get(`${first.method} ${first.path}`), servers: [] }
        imported.action.query = []
        expect(await rejection(prism, operation, imported)).not.toBeNull()
      }
    })
  },
)

function loadPrism(prismPath: string): Prism {
  const require = createRequire(`${path.resolve(prismPath)}/`)
  // The name is assembled, so that tools do not report it as a missing dependency.
  const name = ['@stoplight', 'prism-http'].join('/')
  return { ...require(name), ...require(`${name}/dist/client`) } as Prism
}

/** Why Prism rejects the request; null when it accepts it. */
async function rejection(prism: Prism, operation: object, { action }: ImportedOperation): Promise<string | null> {
  const values = Object.fromEntries(action.tokens.map(({ name, sample }) => [name, sample ?? 'x']))
  const built = buildRequest(action, 'https://prism.example.com', values)
  if (!built.ok) return built.error.map((issue) => formatIssue(issue, 'en')).join(' ')
  const { method, url, headers, body, contentType } = built.value
  const client = prism.createClientFromOperations([operation], {
    mock: { dynamic: false },
    checkSecurity: false,
    validateRequest: true,
    validateResponse: false,
    errors: false,
    logger: silent,
  })
  const isJson = /[/+]json/.test(contentType ?? '')
  try {
    const { violations } = await client.request(url.replace('https://prism.example.com', ''), {
      method: method.toLowerCase(),
      headers: {
        ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
        ...(contentType !== null && { 'content-type': contentType }),
        ...(body !== null && { 'content-length': String(Buffer.byteLength(body)) }),
      },
      body: body === null ? undefined : isJson ? (JSON.parse(body) as unknown) : body,
    })
    return violations.input.find(({ severity }) => severity === 0)?.message ?? null
  } catch (error) {
    const { name, message, additional } = error as Error & { additional?: { validation?: { message: string }[] } }
    // The request was valid; Prism only could not generate a reply.
    if (/NO_RESPONSE_DEFINED|NOT_ACCEPTABLE|NO_COMPLEX_OBJECT_TEXT|NO_SUCCESS_RESPONSE_DEFINED/.test(name)) return null
    return additional?.validation?.map((one) => one.message).join(' ') ?? message
  }
}

const silent: Record<string, unknown> = Object.fromEntries(
  ['info', 'success', 'warn', 'error', 'debug', 'trace', 'fatal', 'start', 'note'].map((level) => [level, () => {}]),
)
silent['child'] = () => silent
