import { expect, it } from 'vitest'
import { addressDraftOf, baseUrlOfDraft, checkAddressDraft, newAddressDraft } from './address-draft.ts'

it('address draft: the typed parts make the base URL of the preset', () => {
  const draft = { ...newAddressDraft('salesforce', 'CRM'), parts: { domain: 'acme' } }
  expect(baseUrlOfDraft('salesforce', draft)).toBe('https://acme.my.salesforce.com/services/data/v62.0')
  expect(baseUrlOfDraft('salesforce', { ...draft, environment: 'sandbox' })).toBe(
    'https://acme.sandbox.my.salesforce.com/services/data/v62.0',
  )
  expect(baseUrlOfDraft('salesforce', { ...draft, parts: {} })).toBe('')
})

it('address draft: a custom address is kept as typed, and the parts are kept too', () => {
  const draft = { ...newAddressDraft('jira', 'Jira'), parts: { site: 'acme' }, isCustom: true }
  expect(baseUrlOfDraft('jira', { ...draft, baseUrl: ' https://jira.example.com/rest/api/2 ' })).toBe(
    'https://jira.example.com/rest/api/2',
  )
  expect(baseUrlOfDraft('jira', { ...draft, isCustom: false })).toBe('https://acme.atlassian.net/rest/api/3')
})

it.each([
  ['zendesk', 'https://acme.zendesk.com/api/v2', { parts: { subdomain: 'acme' }, isCustom: false }],
  ['zendesk', 'https://help.example.com/api/v2', { parts: {}, isCustom: true }],
  ['slack', 'https://slack.com/api', { parts: {}, isCustom: false }],
  ['http', 'https://api.example.com', { parts: {}, isCustom: true }],
] as const)('reads a stored %s at %s back', (connector, baseUrl, expected) => {
  const stored = { connector, baseUrl, name: 'x', environment: 'production' as const }
  expect(addressDraftOf(stored)).toMatchObject(expected)
  expect(baseUrlOfDraft(connector, addressDraftOf(stored))).toBe(baseUrl)
})

it('address draft: each missing part is reported at its field', () => {
  expect(checkAddressDraft('zendesk', newAddressDraft('zendesk', ' '))).toEqual({
    name: 'nameMissing',
    'parts.subdomain': 'partMissing',
  })
  const wrong = { ...newAddressDraft('zendesk', 'x'), parts: { subdomain: 'a/b' } }
  expect(checkAddressDraft('zendesk', wrong)).toEqual({ 'parts.subdomain': 'partInvalid' })
  expect(checkAddressDraft('http', newAddressDraft('http', 'x'))).toEqual({ baseUrl: 'baseUrlMissing' })
  expect(checkAddressDraft('slack', newAddressDraft('slack', 'Slack'))).toEqual({})
  expect(checkAddressDraft('demo', newAddressDraft('demo', 'Demo'))).toEqual({})
})
