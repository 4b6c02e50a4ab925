import { adminProcedure, editorProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { authorizeConnection } from './consent/authorize-connection.ts'
import { redirectUri } from './consent/redirect-uri.ts'
import {
  authorizeConnectionInput,
  connectionIdInput,
  createConnectionInput,
  listConnectionsInput,
  setConnectionQuotaInput,
  updateConnectionInput,
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

export const connectionRouter = router({
  list: viewerProcedure.input(listConnectionsInput).query(({ ctx, input }) => listConnections(ctx, input)),
  get: viewerProcedure.input(connectionIdInput).query(({ ctx, input }) => getConnection(ctx, input)),
  use: viewerProcedure.input(connectionIdInput).query(({ ctx, input }) => getConnectionUse(ctx, input)),
  connectors: viewerProcedure.query(({ ctx }) => listConnectors(ctx)),
  setQuota: adminProcedure.input(setConnectionQuotaInput).mutation(({ ctx, input }) => setConnectionQuota(ctx, input)),
  redirectUri: viewerProcedure.query(({ ctx }) => redirectUri(ctx.config)),
  create: adminProcedure.input(createConnectionInput).mutation(({ ctx, input }) => createConnection(ctx, input)),
  update: adminProcedure.input(updateConnectionInput).mutation(({ ctx, input }) => updateConnection(ctx, input)),
  delete: adminProcedure.input(connectionIdInput).mutation(({ ctx, input }) => deleteConnection(ctx, input)),
  authorize: adminProcedure
    .input(authorizeConnectionInput)
    .mutation(({ ctx, input }) => authorizeConnection(ctx, input)),
  revoke: adminProcedure.input(connectionIdInput).mutation(({ ctx, input }) => revokeConnection(ctx, input)),
  test: editorProcedure.input(connectionIdInput).mutation(({ ctx, input }) => testConnection(ctx, input)),
})
