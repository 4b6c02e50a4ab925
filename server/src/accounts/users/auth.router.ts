import { publicProcedure, router, signedInProcedure } from '../../kernel/http/trpc.ts'
import { acceptInvitation } from './accept-invitation.ts'
import {
  acceptInvitationInput,
  createOwnerInput,
  invitationInput,
  setLocaleInput,
  switchWorkspaceInput,
} from './auth.schemas.ts'
import { createOwner } from './create-owner.ts'
import { getAuthStatus } from './get-auth-status.ts'
import { getInvitation } from './get-invitation.ts'
import { getMe } from './get-me.ts'
import { setLocale } from './set-locale.ts'
import { switchWorkspace } from './switch-workspace.ts'

export const authRouter = router({
  status: publicProcedure.query(({ ctx }) => getAuthStatus(ctx)),
  createOwner: publicProcedure.input(createOwnerInput).mutation(({ ctx, input }) => createOwner(ctx, input)),
  invitation: publicProcedure.input(invitationInput).query(({ ctx, input }) => getInvitation(ctx, input.token)),
  acceptInvitation: publicProcedure
    .input(acceptInvitationInput)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, ctx.caller?.user ?? null, input)),
  me: signedInProcedure.query(({ ctx }) => getMe(ctx, ctx.user, ctx.caller?.membership?.workspaceId ?? null)),
  setLocale: signedInProcedure.input(setLocaleInput).mutation(({ ctx, input }) => setLocale(ctx, ctx.user, input)),
  switchWorkspace: signedInProcedure
    .input(switchWorkspaceInput)
    .mutation(({ ctx, input }) => switchWorkspace(ctx, ctx.user, input)),
})
