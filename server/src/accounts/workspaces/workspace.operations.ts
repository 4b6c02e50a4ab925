import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { createWorkspace } from './create-workspace.ts'
import { deleteWorkspace } from './delete-workspace.ts'
import { createWorkspaceInput, deleteWorkspaceInput } from './workspace.schemas.ts'

export const workspaceOperations = {
  create: defineOperation({
    kind: 'mutation',
    role: 'signedIn',
    input: createWorkspaceInput,
    audit: 'workspaceCreated',
    run: (ctx, input) => createWorkspace(ctx, ctx.user, input),
  }),
  delete: defineOperation({
    kind: 'mutation',
    role: 'owner',
    input: deleteWorkspaceInput,
    audit: 'workspaceDeleted',
    run: deleteWorkspace,
  }),
}
