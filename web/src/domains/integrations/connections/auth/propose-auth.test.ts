import { presetNames } from '@tabiji/shared/connectors/connector.ts'
import { expect, it } from 'vitest'
import { authKindNames } from '@tabiji/shared/auth/auth.ts'
import { authOf, changeAuthKind, changeAuthValues } from './auth-draft.ts'
import { updateProposedAddress, updateProposedKind, authKindsFor, proposeAuth } from './propose-auth.ts'

const at = (parts: Record<string, string>, environment: 'production' | 'sandbox' = 'production') => ({
  environment,
  parts,
})
const nowhere = at({})

it('offers what the service takes first, and everything else behind it', () => {
  expect(authKindsFor('qualtrics').slice(0, 2)).toEqual(['apiKey', 'oauth2ClientCredentials'])
  expect(authKindsFor('http').slice(0, 4)).toEqual(['none', 'basic', 'apiKey', 'bearer'])
  for (const connector of presetNames) expect([...authKindsFor(connector)].toSorted()).toEqual(authKindNames.toSorted())
})

it('fills in what is known beforehand', () => {
  const draft = proposeAuth('qualtrics', nowhere)
  expect(authOf(draft)).toEqual({ kind: 'apiKey', name: 'X-API-TOKEN', value: '', in: 'header' })
  expect(proposeAuth('zendesk', nowhere).kind).toBe('basic')
  expect(proposeAuth('http', nowhere).kind).toBe('none')
})

it('proposed auth: proposed URLs change with the address, typed ones stay', () => {
  const draft = proposeAuth('genesysCloud', nowhere)
  expect(draft.values.oauth2ClientCredentials.tokenUrl).toBe('')
  const placed = updateProposedAddress('genesysCloud', draft, nowhere, at({ region: 'mypurecloud.jp' }))
  expect(placed.values.oauth2ClientCredentials.tokenUrl).toBe('https://login.mypurecloud.jp/oauth/token')
  const typed = changeAuthValues(placed, 'oauth2ClientCredentials', { clientId: 'me', clientSecret: 'secret' })
  const moved = updateProposedAddress(
    'genesysCloud',
    typed,
    at({ region: 'mypurecloud.jp' }),
    at({ region: 'mypurecloud.ie' }),
  )
  expect(moved.values.oauth2ClientCredentials).toMatchObject({
    tokenUrl: 'https://login.mypurecloud.ie/oauth/token',
    clientId: 'me',
    clientSecret: 'secret',
  })
  const own = changeAuthValues(typed, 'oauth2ClientCredentials', { tokenUrl: 'https://proxy.example.com/token' })
  const kept = updateProposedAddress(
    'genesysCloud',
    own,
    at({ region: 'mypurecloud.jp' }),
    at({ region: 'mypurecloud.ie' }),
  )
  expect(kept.values.oauth2ClientCredentials.tokenUrl).toBe('https://proxy.example.com/token')
})

it('proposed auth: proposed URLs change with the environment', () => {
  const inProduction = at({ domain: 'acme--uat' })
  const inSandbox = at({ domain: 'acme--uat' }, 'sandbox')
  const draft = proposeAuth('salesforce', inProduction)
  const moved = updateProposedAddress('salesforce', draft, inProduction, inSandbox)
  expect(moved.values.oauth2ClientCredentials.tokenUrl).toBe(
    'https://acme--uat.sandbox.my.salesforce.com/services/oauth2/token',
  )
  expect(updateProposedAddress('salesforce', moved, inSandbox, inProduction)).toEqual(draft)
  const byConsent = updateProposedKind(
    'salesforce',
    changeAuthKind(moved, 'oauth2AuthorizationCode'),
    'oauth2ClientCredentials',
    inSandbox,
  )
  expect(authOf(byConsent)).toMatchObject({
    authorizeUrl: 'https://acme--uat.sandbox.my.salesforce.com/services/oauth2/authorize',
    tokenUrl: 'https://acme--uat.sandbox.my.salesforce.com/services/oauth2/token',
    revokeUrl: 'https://acme--uat.sandbox.my.salesforce.com/services/oauth2/revoke',
  })
})

it('changes what is proposed with the kind, though two kinds share their fields', () => {
  const place = at({ domain: 'acme' })
  const draft = proposeAuth('salesforce', place)
  expect(authOf(draft)).toMatchObject({ kind: 'oauth2ClientCredentials', clientAuth: 'body' })
  expect(draft.values.oauth2ClientCredentials.scope).toBe('')
  const typed = changeAuthValues(draft, 'oauth2ClientCredentials', { clientId: 'me' })
  const byConsent = updateProposedKind(
    'salesforce',
    changeAuthKind(typed, 'oauth2AuthorizationCode'),
    'oauth2ClientCredentials',
    place,
  )
  expect(authOf(byConsent)).toMatchObject({
    authorizeUrl: 'https://acme.my.salesforce.com/services/oauth2/authorize',
    revokeUrl: 'https://acme.my.salesforce.com/services/oauth2/revoke',
    scope: 'api refresh_token',
    clientId: 'me',
  })
  const back = updateProposedKind(
    'salesforce',
    changeAuthKind(byConsent, 'oauth2ClientCredentials'),
    'oauth2AuthorizationCode',
    place,
  )
  expect(authOf(back)).toEqual(authOf(typed))
})
