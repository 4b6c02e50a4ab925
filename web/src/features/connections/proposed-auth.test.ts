import { presetNames } from '@tabiji/shared/connector/connector.ts'
import { expect, it } from 'vitest'
import { authKinds, authOf } from './auth-draft.ts'
import { followAddress, kindsFor, proposeAuth } from './proposed-auth.ts'

it('offers what the service takes first, and everything else behind it', () => {
  expect(kindsFor('qualtrics')[0]).toBe('apiKey')
  expect(kindsFor('http')).toEqual(authKinds)
  for (const connector of presetNames) expect([...kindsFor(connector)].toSorted()).toEqual([...authKinds].toSorted())
})

it('fills in what is known beforehand', () => {
  const draft = proposeAuth('qualtrics', {})
  expect(authOf(draft)).toEqual({ kind: 'apiKey', name: 'X-API-TOKEN', value: '', in: 'header' })
  expect(proposeAuth('zendesk', {}).kind).toBe('basic')
  expect(proposeAuth('http', {}).kind).toBe('none')
})

it('lets what was typed stay when the address changes', () => {
  const draft = proposeAuth('qualtrics', { datacenter: 'fra1' })
  const typed = { ...draft, apiKey: { ...draft.apiKey, value: 'secret' } }
  expect(followAddress('qualtrics', typed, { datacenter: 'fra1' }, { datacenter: 'syd1' })).toEqual(typed)
})
