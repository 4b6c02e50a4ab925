import type { AddRoute } from '../../kernel/http/rest.ts'
import { testResultResponse } from '../actions/external-action.schemas.ts'
import { authorizeConnection } from './consent/authorize-connection.ts'
import {
  authorizeConnectionFields,
  authorizedConnectionResponse,
  connectionResponse,
  connectionIdInput,
  connectionPageResponse,
  connectionUseResponse,
  connectorResponse,
  connectorInput,
  connectorListResponse,
  createConnectionInput,
  listConnectionsInput,
  setConnectionQuotaFields,
  updateConnectionFields,
} from './connection.schemas.ts'
import { createConnection } from './create-connection.ts'
import { deleteConnection } from './delete-connection.ts'
import { getConnectionUse } from './use/get-connection-use.ts'
import { getConnection } from './get-connection.ts'
import { listConnections } from './list-connections.ts'
import { listConnectors } from '../connectors/list-connectors.ts'
import { revokeConnection } from './state/revoke-connection.ts'
import { setConnectionQuota } from '../limits/set-connection-quota.ts'
import { testConnection } from './checks/test-connection.ts'
import { updateConnection } from './update-connection.ts'

const tag = 'Connections'

export function connectionRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/connections',
    role: 'viewer',
    tag,
    summary: 'Connections by name',
    query: listConnectionsInput,
    response: connectionPageResponse,
    handler: ({ ctx, query }) => listConnections(ctx, query),
  })
  add({
    method: 'post',
    path: '/connections',
    role: 'admin',
    tag,
    summary: 'Create a connection',
    description:
      'Secrets are write-only: they come back as "••••". A connector whose address is the same for everybody, such as "slack", needs no baseUrl; another baseUrl is a custom domain.',
    body: createConnectionInput,
    status: 201,
    response: connectionResponse,
    handler: ({ ctx, body }) => createConnection(ctx, body),
  })
  add({
    method: 'get',
    path: '/connections/{id}',
    role: 'viewer',
    tag,
    summary: 'One connection',
    params: connectionIdInput,
    response: connectionResponse,
    handler: ({ ctx, params }) => getConnection(ctx, params),
  })
  add({
    method: 'patch',
    path: '/connections/{id}',
    role: 'admin',
    tag,
    summary: 'Change a connection',
    description: 'Applies at once. What is left out stays; a secret sent as "••••" stays too.',
    params: connectionIdInput,
    body: updateConnectionFields,
    response: connectionResponse,
    handler: ({ ctx, params, body }) => updateConnection(ctx, { ...body, ...params }),
  })
  add({
    method: 'delete',
    path: '/connections/{id}',
    role: 'admin',
    tag,
    summary: 'Delete a connection that nothing uses',
    description: 'Access tokens are revoked at the other side where the connection has a revoke URL.',
    params: connectionIdInput,
    status: 204,
    handler: async ({ ctx, params }) => {
      await deleteConnection(ctx, params)
      return {}
    },
  })
  add({
    method: 'post',
    path: '/connections/{id}/authorize',
    role: 'admin',
    tag,
    summary: 'Let callouts go through the connection (again)',
    description:
      'Kinds that go by an access token get one at once; 502 says why none was given. Where somebody has to consent at the other system, `authorizeUrl` is where: by a session the other system itself, by a key the page of the connection.',
    params: connectionIdInput,
    body: authorizeConnectionFields,
    bodyOptional: true,
    response: authorizedConnectionResponse,
    handler: ({ ctx, params, body }) => authorizeConnection(ctx, { ...body, ...params }),
  })
  add({
    method: 'post',
    path: '/connections/{id}/revoke',
    role: 'admin',
    tag,
    summary: 'Hold every callout through the connection',
    description: 'Access tokens are forgotten, and revoked at the other side where the connection has a revoke URL.',
    params: connectionIdInput,
    response: connectionResponse,
    handler: ({ ctx, params }) => revokeConnection(ctx, params),
  })
  add({
    method: 'post',
    path: '/connections/{id}/test',
    role: 'editor',
    tag,
    summary: 'Make one harmless call through the connection',
    params: connectionIdInput,
    response: testResultResponse,
    handler: ({ ctx, params }) => testConnection(ctx, params),
  })
  add({
    method: 'get',
    path: '/connections/{id}/use',
    role: 'viewer',
    tag,
    summary: 'What uses a connection, and who stands at it now',
    params: connectionIdInput,
    response: connectionUseResponse,
    handler: ({ ctx, params }) => getConnectionUse(ctx, params),
  })
  add({
    method: 'get',
    path: '/connectors',
    role: 'viewer',
    tag,
    summary: 'What can be connected, and how many connections of it there are and may be',
    response: connectorListResponse,
    handler: async ({ ctx }) => ({ items: await listConnectors(ctx) }),
  })
  add({
    method: 'patch',
    path: '/connectors/{connector}',
    role: 'admin',
    tag,
    summary: 'Set how many connections of a connector there may be',
    params: connectorInput,
    body: setConnectionQuotaFields,
    response: connectorResponse,
    handler: ({ ctx, params, body }) => setConnectionQuota(ctx, { ...body, ...params }),
  })
}
