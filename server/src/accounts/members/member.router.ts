import { adminProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { cancelInvitation } from './cancel-invitation.ts'
import { changeMemberRole } from './change-member-role.ts'
import { inviteMember } from './invite-member.ts'
import { listInvitations } from './list-invitations.ts'
import { listMembers } from './list-members.ts'
import { removeMember } from './remove-member.ts'
import {
  cancelInvitationInput,
  changeMemberRoleInput,
  inviteMemberInput,
  removeMemberInput,
} from '../workspaces/workspace.schemas.ts'

export const memberRouter = router({
  list: viewerProcedure.query(({ ctx }) => listMembers(ctx)),
  invitations: adminProcedure.query(({ ctx }) => listInvitations(ctx)),
  invite: adminProcedure.input(inviteMemberInput).mutation(({ ctx, input }) => inviteMember(ctx, input)),
  cancelInvitation: adminProcedure
    .input(cancelInvitationInput)
    .mutation(({ ctx, input }) => cancelInvitation(ctx, input)),
  changeRole: adminProcedure.input(changeMemberRoleInput).mutation(({ ctx, input }) => changeMemberRole(ctx, input)),
  remove: adminProcedure.input(removeMemberInput).mutation(({ ctx, input }) => removeMember(ctx, input)),
})
