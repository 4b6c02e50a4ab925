import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { testResultResponse } from '../actions/external-action.schemas.ts'
import { listConnectors } from '../connectors/list-connectors.ts'
import { setConnectionQuota } from '../limits/set-connection-quota.ts'
import {
  authorizeConnectionInput,
  authorizedConnectionResponse,
  connectionIdInput,
  connectionPageResponse,
  connectionResponse,
  connectionUseResponse,
  connectorListResponse,
  connectorResponse,
  createConnectionInput,
  listConnectionsInput,
  setConnectionQuotaInput,
  updateConnectionInput,
} from './connection.schemas.ts'
import { authorizeConnection } from './consent/authorize-connection.ts'
import { redirectUri } from './consent/redirect-uri.ts'
import { createConnection } from './create-connection.ts'
import { deleteConnection } from './delete-connection.ts'
import { getConnectionUse } from './use/get-connection-use.ts'
import { getConnection } from './get-connection.ts'
import { listConnections } from './list-connections.ts'
import { revokeConnection } from './state/revoke-connection.ts'
import { testConnection } from './checks/test-connection.ts'
import { updateConnection } from './update-connection.ts'

const tag = 'Connections'

export const connectionOperations = {
  list: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: listConnectionsInput,
    output: connectionPageResponse,
    run: listConnections,
  }).rest({ method: 'get', path: '/connections', tag, summary: 'Connections by name' }),
  create: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: createConnectionInput,
    output: connectionResponse,
    audit: 'connectionCreated',
    run: createConnection,
  }).rest({
    method: 'post',
    path: '/connections',
    tag,
    summary: 'Create a connection',
    description:
      'Secrets are write-only: they come back as "••••". A connector whose address is the same for everybody, such as "slack", needs no baseUrl; another baseUrl is a custom domain.',
    status: 201,
  }),
  get: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: connectionIdInput,
    output: connectionResponse,
    run: getConnection,
  }).rest({ method: 'get', path: '/connections/{id}', tag, summary: 'One connection' }),
  update: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: updateConnectionInput,
    output: connectionResponse,
    audit: {
      anyOf: [
        'connectionChanged',
        'connectionSecretUseChanged',
        'connectionAccessTokensRevoked',
        'connectionAccessTokensNotRevoked',
      ],
    },
    run: updateConnection,
  }).rest({
    method: 'patch',
    path: '/connections/{id}',
    tag,
    summary: 'Change a connection',
    description:
      'Applies at once. What is left out stays; a secret sent as "••••" stays too. A secret is kept only for what it was entered for: when the origin of the base URL, an address of the authorization, the header, the client or the way it signs in changes, 422 asks for the secret again.',
  }),
  delete: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: connectionIdInput,
    audit: {
      anyOf: ['connectionDeleted', 'connectionAccessTokensRevoked', 'connectionAccessTokensNotRevoked'],
    },
    run: deleteConnection,
  }).rest({
    method: 'delete',
    path: '/connections/{id}',
    tag,
    summary: 'Delete a connection that nothing uses',
    description: 'Access tokens are revoked at the other side where the connection has a revoke URL.',
    status: 204,
  }),
  authorize: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: authorizeConnectionInput,
    output: authorizedConnectionResponse,
    audit: { ifChanged: ['connectionAuthorized'] },
    budget: 'testCall',
    run: authorizeConnection,
  }).rest({
    method: 'post',
    path: '/connections/{id}/authorize',
    tag,
    summary: 'Let callouts go through the connection (again)',
    description:
      'Kinds that go by an access token get one at once; 502 says why none was given. Where somebody has to consent at the other system, `authorizeUrl` is where: by a session the other system itself, by a key the page of the connection.',
    bodyOptional: true,
  }),
  revoke: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: connectionIdInput,
    output: connectionResponse,
    audit: {
      ifChanged: ['connectionRevoked', 'connectionAccessTokensRevoked', 'connectionAccessTokensNotRevoked'],
    },
    budget: 'testCall',
    run: revokeConnection,
  }).rest({
    method: 'post',
    path: '/connections/{id}/revoke',
    tag,
    summary: 'Hold every callout through the connection',
    description: 'Access tokens are forgotten, and revoked at the other side where the connection has a revoke URL.',
  }),
  test: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: connectionIdInput,
    output: testResultResponse,
    audit: 'connectionTested',
    budget: 'testCall',
    run: testConnection,
  }).rest({
    method: 'post',
    path: '/connections/{id}/test',
    tag,
    summary: 'Make one harmless call through the connection',
  }),
  use: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: connectionIdInput,
    output: connectionUseResponse,
    run: getConnectionUse,
  }).rest({
    method: 'get',
    path: '/connections/{id}/use',
    tag,
    summary: 'What uses a connection, and who stands at it now',
  }),
  connectors: defineOperation({
    kind: 'query',
    role: 'viewer',
    output: connectorListResponse,
    run: listConnectors,
  }).rest({
    method: 'get',
    path: '/connectors',
    tag,
    summary: 'What can be connected, and how many connections of it there are and may be',
    respond: (items) => ({ items }),
  }),
  setQuota: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: setConnectionQuotaInput,
    output: connectorResponse,
    audit: { ifChanged: ['connectionQuotaChanged'] },
    run: setConnectionQuota,
  }).rest({
    method: 'patch',
    path: '/connectors/{connector}',
    tag,
    summary: 'Set how many connections of a connector there may be',
  }),
  redirectUri: defineOperation({ kind: 'query', role: 'viewer', run: (ctx) => redirectUri(ctx.config) }),
}
