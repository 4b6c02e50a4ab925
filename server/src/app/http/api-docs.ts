import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { journeyJsonSchema } from '../../journeys/drafts/journey-json-schema.ts'
import { type ProblemCode, problemStatus } from '../../kernel/http/problems/problem.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import type { RestEnv } from '../../kernel/http/rest.ts'

type Document = ReturnType<OpenAPIHono<RestEnv>['getOpenAPI31Document']>
type Content = Record<string, { schema?: unknown }>
/** The part of the type that our routes use. The full type allows references everywhere. */
type OperationObject = {
  tags?: string[]
  summary?: string
  description?: string
  requestBody?: { content?: Content }
  responses?: Record<string, { content?: Content }>
  parameters?: { name: string; in: string; required?: boolean }[]
}
type Operation = {
  method: string
  path: string
  tag: string
  summary: string
  description: string
  body: string | null
  answers: { status: string; schema: string | null }[]
  parameters: { name: string; in: string; required: boolean }[]
}

export function openApiDocument(rest: OpenAPIHono<RestEnv>): Document {
  return rest.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Tabiji',
      version: '1',
      description: 'Send an API key as "Authorization: Bearer <key>". Errors are problem documents (RFC 9457).',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/api/v1' }],
  })
}

/**
 * The API documentation as a page of text and links. The usual viewers load files from other hosts or bring hundreds of
 * packages, and a self-hosted product must show its documentation on a machine without internet.
 */
export function addApiDocs(app: Hono<AppEnv>, rest: OpenAPIHono<RestEnv>): void {
  let document: Document | undefined
  const load = () => (document ??= openApiDocument(rest))
  app.get('/api/v1/openapi.json', (c) => c.json(load()))
  let schema: object | undefined
  app.get('/api/v1/schemas/journey.json', (c) => c.json((schema ??= journeyJsonSchema())))
  app.get('/api/docs', (c) => c.html(page(load(), c.get('locale') === 'ja')))
}

function page(document: Document, japanese: boolean) {
  const operations = operationsOf(document)
  const tags = [...new Set(operations.map((operation) => operation.tag))]
  const schemas = Object.entries(document.components?.schemas ?? {})
  const word = (en: string, ja: string) => (japanese ? ja : en)
  return html`<!doctype html>
    <html lang="${japanese ? 'ja' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Tabiji API</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <nav>
          <strong>Tabiji API</strong>
          ${tags.map((tag) => html`<a href="#tag-${tag}">${tag}</a>`)}
          <a href="#schemas">${word('Shapes', 'データ形式')}</a>
          <a href="#errors">${word('Errors', 'エラー')}</a>
          <a href="/api/v1/openapi.json">openapi.json</a> ·
          <a href="/api/v1/schemas/journey.json">journey.json</a>
        </nav>
        <main>
          <h1>Tabiji API</h1>
          <p>
            ${word(
              'Everything is under /api/v1. Send an API key, made in Settings › API keys, as',
              'すべて /api/v1 の下にあります。「設定 › API キー」で作成した API キーを次のように送信してください。',
            )} <code>Authorization: Bearer &lt;key&gt;</code>
          </p>
          ${tags.map(
            (tag) =>
              html`<section id="tag-${tag}">
                <h2>${tag}</h2>
                ${operations.filter((operation) => operation.tag === tag).map((operation) => operationHtml(operation, word))}
              </section>`,
          )}
          <section id="schemas">
            <h2>${word('Shapes', 'データ形式')}</h2>
            ${schemas.map(
              ([name, schema]) =>
                html`<details id="schema-${name}">
                  <summary><code>${name}</code></summary>
                  <pre>${JSON.stringify(schema, null, 2)}</pre>
                </details>`,
            )}
          </section>
          <section id="errors">
            <h2>${word('Errors', 'エラー')}</h2>
            <table>
              <thead>
                <tr>
                  <th>code</th>
                  <th>status</th>
                </tr>
              </thead>
              <tbody>
                ${(Object.keys(problemStatus) as ProblemCode[]).map(
                  (code) =>
                    html`<tr id="error-${code}">
                      <td><code>${code}</code></td>
                      <td>${problemStatus[code]}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </section>
        </main>
      </body>
    </html>`
}

function operationHtml(operation: Operation, word: (en: string, ja: string) => string) {
  return html`<details id="${operation.method}-${operation.path}">
    <summary>
      <b class="${operation.method}">${operation.method.toUpperCase()}</b> <code>${operation.path}</code>
      <span>${operation.summary}</span>
    </summary>
    ${operation.description.split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
    ${
      operation.parameters.length === 0
        ? ''
        : html`<ul>
            ${operation.parameters.map(
              (parameter) =>
                html`<li>
                  <code>${parameter.name}</code>
                  (${parameter.in}${parameter.required ? '' : word(', optional', '、任意')})
                </li>`,
            )}
          </ul>`
    }
    ${
      operation.body === null
        ? ''
        : html`<h4>${word('Body', '本文')}</h4>
            <pre>${operation.body}</pre>`
    }
    ${operation.answers.map(
      (response) =>
        html`<h4>${word('Response', '応答')} ${response.status}</h4>
          ${response.schema === null ? '' : html`<pre>${response.schema}</pre>`}`,
    )}
  </details>`
}

function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, OperationObject>).map(([method, operation]) => ({
      method,
      path,
      tag: operation.tags?.[0] ?? '',
      summary: operation.summary ?? '',
      description: operation.description ?? '',
      body: contentText(operation.requestBody?.content),
      answers: Object.entries(operation.responses ?? {})
        .filter(([status]) => status !== 'default')
        .map(([status, response]) => ({ status, schema: contentText(response.content) })),
      parameters: (operation.parameters ?? []).map((parameter) => ({
        name: parameter.name,
        in: parameter.in,
        required: parameter.required ?? false,
      })),
    })),
  )
}

function contentText(content: Content | undefined): string | null {
  if (!content) return null
  return Object.entries(content)
    .map(([type, { schema }]) => (type === 'application/json' ? JSON.stringify(schema, null, 2) : type))
    .join('\n')
}

const style = `
:root { color-scheme: light dark; --line: #8884; --quiet: #8882; --brand: #0f766e }
@media (prefers-color-scheme: dark) { :root { --brand: #5eead4 } }
body { margin: 0; font: 0.875rem/1.6 Inter, "Noto Sans JP", "Hiragino Sans", "Yu Gothic UI", system-ui, sans-serif; display: grid; grid-template-columns: 14rem minmax(0, 1fr) }
nav { position: sticky; top: 0; height: 100vh; box-sizing: border-box; padding: 2rem 1rem; display: flex; flex-direction: column; gap: .5rem; border-right: 1px solid var(--line); overflow: auto }
main { padding: 2rem; max-width: 60rem }
a, summary b { color: var(--brand) } nav a { text-decoration: none }
details { border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; padding: .5rem .75rem }
summary { cursor: pointer } summary b { display: inline-block; min-width: 4rem }
pre { background: var(--quiet); border-radius: 8px; padding: .75rem; overflow: auto; font-size: .8rem }
td, th { text-align: left; padding: .25rem 1.5rem .25rem 0 }
@media (max-width: 50rem) { body { display: block } nav { position: static; height: auto; border: 0 } }
`
