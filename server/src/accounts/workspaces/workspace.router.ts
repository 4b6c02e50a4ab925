import { ownerProcedure, router, signedInProcedure } from '../../kernel/http/trpc.ts'
import { createWorkspace } from './create-workspace.ts'
import { deleteWorkspace } from './delete-workspace.ts'
import { createWorkspaceInput, deleteWorkspaceInput } from './workspace.schemas.ts'

export const workspaceRouter = router({
  create: signedInProcedure
    .input(createWorkspaceInput)
    .mutation(({ ctx, input }) => createWorkspace(ctx, ctx.user, input)),
  delete: ownerProcedure.input(deleteWorkspaceInput).mutation(({ ctx, input }) => deleteWorkspace(ctx, input)),
})
