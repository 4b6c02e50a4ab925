import { describe, expect, test } from 'vitest'
import { parseJsonPath } from '../http-call/action/json-path.ts'
import { parseBaseUrl, pathIssue } from '../http-call/action/base-url.ts'
import { addressInEnvironment, presetBaseUrl, fillAddress, partsOfAddress, readAddressPart } from './address.ts'
import { connectorNames, presetNames, presetOf } from './connector.ts'
import type { ConnectorPreset, LocalizedText } from './define-connector.ts'

// The rules for every preset. A new preset is a file beside this and a line in registry.ts; this test does not change.

const modules = import.meta.glob<Record<string, unknown>>(
  ['./*.ts', '!./*.test.ts', '!./registry.ts', '!./connector.ts', '!./define-connector.ts', '!./address.ts'],
  { eager: true },
)

test('every file of a preset is in the registry, under the name of the file', () => {
  const names = Object.entries(modules).map(([file, exported]) => {
    const [name = ''] = Object.keys(exported)
    expect(file, 'the file is named after its export').toBe(`./${kebabCase(name)}.ts`)
    return name
  })
  expect(names.toSorted(), 'add a line for each of these to registry.ts').toEqual(presetNames.toSorted())
})

test('a connector is a preset, any web API, or the echo of this server', () => {
  expect(connectorNames).toEqual(expect.arrayContaining(['http', 'demo', 'slack', 'zendesk']))
  expect(presetOf('http')).toBeNull()
  expect(presetOf('slack')?.title).toBe('Slack')
})

describe.each(presetNames)('%s', (name) => {
  const preset = presetOf(name)!
  const examples = Object.fromEntries(
    preset.fields.map(({ key, options }) => [key, options?.[0]?.value ?? `example-${key.toLowerCase()}`]),
  )
  const usual = [preset.baseUrl, ...preset.auth.flatMap(urlsOf)]
  const templates = [...usual, ...usual.map((url) => addressInEnvironment('sandbox', preset, url))]

  test('has addresses over https whose every part is asked for', () => {
    for (const template of templates) {
      const filled = fillAddress(template, examples)
      expect(filled, template).not.toBeNull()
      expect(parseBaseUrl(filled!), template).toMatchObject({ ok: true, value: { scheme: 'https' } })
    }
    const places = new Set(templates.flatMap((template) => [...template.matchAll(/\{(\w+)\}/g)].map(([, key]) => key)))
    expect([...places].toSorted()).toEqual(preset.fields.map(({ key }) => key).toSorted())
  })

  test('has a sandbox at one host for calls and for their authorization, or at the hosts of production throughout', () => {
    const { sandbox } = preset
    for (const url of usual) {
      const [, , host] = addressInEnvironment('sandbox', preset, url).split('/')
      const [, , hostOfProduction] = url.split('/')
      expect(host, url).toBe(sandbox ? sandbox.host : hostOfProduction)
      expect(hostOfProduction, url).not.toBe(sandbox?.host)
    }
  })

  test('finds the parts of its own addresses again, also in what people paste', () => {
    for (const environment of ['production', 'sandbox'] as const) {
      const address = fillAddress(presetBaseUrl(preset, environment), examples)!
      expect(partsOfAddress(presetBaseUrl(preset, environment), `${address}/`)).toEqual(examples)
    }
    for (const field of preset.fields) {
      const typed = examples[field.key]!
      expect(readAddressPart(preset, field, ` ${typed} `)).toBe(typed)
      if (preset.baseUrl.split('/')[2]?.includes(`{${field.key}}`)) {
        const pasted = `${fillAddress(preset.baseUrl, examples)!}/some/page?x=1#y`
        expect(readAddressPart(preset, field, pasted)).toBe(typed)
      }
    }
  })

  test('is explained in both languages, with a page of the vendor to read on', () => {
    const texts: LocalizedText[] = [
      preset.description,
      ...preset.auth.map(({ help }) => help),
      ...preset.fields.flatMap(({ label, help }) => [label, help]),
    ]
    for (const { en, ja } of texts) {
      expect(en.trim()).not.toBe('')
      expect(ja.trim()).not.toBe('')
    }
    for (const { help } of preset.auth) expect(help.ja).toMatch(/[\u3040-\u30ff]/)
    expect(preset.docsUrl).toMatch(/^https:\/\//)
  })

  test('has a test call that can be made', () => {
    expect(pathIssue(preset.test.path)).toBeNull()
    expect(preset.test.path).not.toBe('')
    if (preset.test.predicate !== undefined) expect(parseJsonPath(preset.test.predicate).ok).toBe(true)
  })
})

test.each([
  ['acme', 'acme'],
  ['acme.zendesk.com', 'acme'],
  ['https://acme.zendesk.com/agent/filters/1', 'acme'],
  ['  acme-test ', 'acme-test'],
  ['support.example.com', 'support.example.com'],
  ['https://support.example.com/x', 'https://support.example.com/x'],
])('of %j typed as a Zendesk subdomain, %j is taken', (typed, part) => {
  const preset = presetOf('zendesk')!
  expect(readAddressPart(preset, { key: 'subdomain' }, typed)).toBe(part)
})

test('a sandbox is told from production by its address', () => {
  const preset = presetOf('salesforce')!
  expect(readAddressPart(preset, { key: 'domain' }, 'https://acme--uat.sandbox.my.salesforce.com')).toBe('acme--uat')
  expect(fillAddress(presetBaseUrl(preset, 'sandbox'), { domain: 'acme--uat' })).toBe(
    'https://acme--uat.sandbox.my.salesforce.com/services/data/v62.0',
  )
})

test.each([
  '',
  'a/b',
  'a@evil.example',
  'evil.example/',
  '..',
  'a b',
  'a#',
  'a?b',
  'a:80',
  '-a',
  'https://evil.example',
])('%j is no part of an address', (value) => {
  expect(fillAddress('https://{subdomain}.zendesk.com/api/v2', { subdomain: value })).toBeNull()
})

function urlsOf(auth: ConnectorPreset['auth'][number]): string[] {
  return Object.entries(auth).flatMap(([key, value]) => (key.endsWith('Url') ? [String(value)] : []))
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
