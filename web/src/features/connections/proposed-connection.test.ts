import { expect, test } from 'vitest'
import type { ProposedConnection } from '../../lib/action-drawers.ts'
import { authOf } from './auth-draft.ts'
import { authDraftOfProposal } from './proposed-connection.ts'

test.each<[ProposedConnection['auth'], object]>([
  [{ kind: 'none' }, { kind: 'none' }],
  [
    { kind: 'basic', username: 'a', password: 'b' },
    { kind: 'basic', username: 'a', password: 'b' },
  ],
  [
    { kind: 'bearer', token: 't' },
    { kind: 'bearer', token: 't', header: 'Authorization', prefix: 'Bearer' },
  ],
  [
    { kind: 'bearer', token: 't', prefix: '' },
    { kind: 'bearer', token: 't', prefix: '' },
  ],
  [
    { kind: 'apiKey', name: 'k', value: 'v', in: 'query' },
    { kind: 'apiKey', name: 'k', value: 'v', in: 'query' },
  ],
  [
    { kind: 'secretHeaders', headers: [{ name: 'X-A', value: '1' }] },
    { kind: 'secretHeaders', headers: [{ name: 'X-A', value: '1' }] },
  ],
  [
    {
      kind: 'oauth2ClientCredentials',
      tokenUrl: 'https://id.example.com/token',
      clientId: '',
      clientSecret: '',
      scope: 'a b',
      clientAuth: 'basic',
    },
    { kind: 'oauth2ClientCredentials', tokenUrl: 'https://id.example.com/token', scope: 'a b', clientAuth: 'basic' },
  ],
  [
    {
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: 'https://id.example.com/auth',
      tokenUrl: 'https://id.example.com/token',
      clientId: '',
      clientSecret: '',
      pkce: true,
    },
    { kind: 'oauth2AuthorizationCode', authorizeUrl: 'https://id.example.com/auth', clientAuth: 'body' },
  ],
])('what was found, %o, is what would be saved', (auth, expected) => {
  expect(authOf(authDraftOfProposal({ name: 'x', baseUrl: 'https://example.com', auth }))).toMatchObject(expected)
})
