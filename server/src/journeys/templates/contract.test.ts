import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import { checkExternalAction, externalActionContentSchema } from '@tabiji/shared/http-call/action/external-action.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { buildConnection } from '../../../test/callout-factories.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { getJourney } from '../drafts/get-journey.ts'
import { publishJourney } from '../publishing/publish-journey.ts'
import { replaceDraft } from '../drafts/replace-draft.ts'
import { validateDraft } from '../drafts/validate-draft.ts'
import { locales } from '@tabiji/shared/messages/locale.ts'
import { createJourneyFromTemplate } from './create-journey-from-template.ts'
import { getJourneyChecklist } from '../checklist/get-journey-checklist.ts'
import { connectorsOf } from './list-journey-templates.ts'
import { localize } from './localize.ts'
import { findTemplate, templateIds } from './template-registry.ts'

// Rules that every template must meet. A new template is a file in the gallery and a line in its registry.ts; this file does not
// change.

const gallery = path.join(import.meta.dirname, 'gallery')

const app = await createTestApp()
afterAll(() => app[Symbol.asyncDispose]())

test('every file of a template is in the registry, under the name of the file', async () => {
  const found: string[] = []
  for (const file of await readdir(gallery)) {
    if (!file.endsWith('.ts') || file === 'registry.ts') continue
    const exported = (await import(path.join(gallery, file))) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported)) {
      if (typeof value !== 'object' || value === null || !('document' in value) || !('tasks' in value)) continue
      expect(file, 'the file is named after its export').toBe(`${kebabCase(name)}.ts`)
      found.push(name)
    }
  }
  expect(found.toSorted(), 'add a line for each of these to registry.ts').toEqual(templateIds.toSorted())
})

describe.each(templateIds)('%s', (templateId) => {
  const template = findTemplate(templateId)!

  test('says everything in both languages', () => {
    for (const locale of locales) expect(template.title[locale], locale).not.toBe('')
    for (const locale of locales) expect(template.description[locale], locale).not.toBe('')
    expect(template.description.ja).toMatch(/[\u3040-\u30ff]/)
    const [en, ja] = locales.map((locale) => localize([template.document, template.actions], locale))
    expect(JSON.stringify(en)).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
    // Finds a step without a name, or an action or label left in English.
    const named = (ja as [{ nodes: { kind: string; name?: string }[] }])[0].nodes.filter(({ kind }) => kind !== 'entry')
    for (const { name } of named) expect(name).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
  })

  test('calls through products of the gallery, by actions that can be saved and whose samples fill them', () => {
    expect(connectorsOf(template).length).toBeGreaterThan(0)
    for (const connector of connectorsOf(template)) expect(presetOf(connector)).not.toBeNull()
    for (const locale of locales) {
      for (const action of Object.values(template.actions)) {
        const content = externalActionContentSchema.parse(localize(action, locale))
        expect(checkExternalAction(content).map((issue) => formatIssue(issue, 'en'))).toEqual([])
        for (const token of content.tokens) expect(token.sample, token.name).toBeDefined()
      }
    }
  })

  test('wants nothing but what its checklist asks for, and is published once that is done', async () => {
    for (const locale of locales) {
      const ctx = { ...app.ctx(), locale }
      const connections = Object.fromEntries(
        await Promise.all(
          connectorsOf(template).map(
            async (connector) => [connector, await buildConnection(ctx, { connector })] as const,
          ),
        ),
      )
      const { journeyId } = await createJourneyFromTemplate(ctx, {
        templateId,
        connections: Object.fromEntries(Object.entries(connections).map(([connector, { id }]) => [connector, { id }])),
      })
      const places = template.tasks.flatMap((task) => (task.do === 'fillToken' ? [task] : []))
      const issues = await validateDraft(ctx, journeyId)
      expect(issues.map((issue) => [issue.code, issue.nodeId, issue.path?.at(-1)])).toEqual(
        places.map(({ node, token }) => ['node.tokenUnmapped', node, token]),
      )
      expect((await getJourneyChecklist(ctx, journeyId)).items?.filter(({ isDone }) => isDone)).toEqual([])

      const { document, draftRevision } = await getJourney(ctx, journeyId)
      for (const { node, token } of places) {
        const { config } = document.nodes.find(({ id }) => id === node)!
        ;(config['tokens'] as Record<string, object>)[token] = { from: 'custom', value: 'filled' }
      }
      await replaceDraft(ctx, journeyId, { baseRevision: draftRevision, document })
      expect(await validateDraft(ctx, journeyId)).toEqual([])
      await publishJourney(ctx, journeyId)
      const left = (await getJourneyChecklist(ctx, journeyId)).items?.filter(({ isDone }) => !isDone) ?? []
      expect(left.map((item) => item.do)).toEqual([
        ...connectorsOf(template).map(() => 'checkConnection'),
        ...template.tasks.filter((task) => task.do !== 'fillToken').map((task) => task.do),
      ])
    }
  })
})

test('the gallery is listed over REST in the language that is asked for, with the path to draw', async () => {
  const key = await app.apiKey('viewer')
  const list = async (language: string) =>
    (await jsonOf(await app.request('/api/v1/journey-templates', { key, headers: { 'accept-language': language } })))
      .items
  const english = await list('en')
  expect(english.map(({ id }: { id: string }) => id)).toEqual(templateIds)
  expect(english[0]).toMatchObject({
    title: 'NPS answer to Slack',
    connectors: ['slack'],
    actions: [{ connector: 'slack', method: 'POST', path: '/chat.postMessage' }],
  })
  expect(english[0].nodes).toHaveLength(5)
  expect((await list('ja'))[0].title).toBe('NPS の回答を Slack へ')
})

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
