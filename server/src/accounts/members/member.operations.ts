import { defineOperation } from '../../kernel/operations/define-operation.ts'
import {
  cancelInvitationInput,
  changeMemberRoleInput,
  inviteMemberInput,
  memberInput,
} from '../workspaces/workspace.schemas.ts'
import { cancelInvitation } from './cancel-invitation.ts'
import { createPasswordLink } from './create-password-link.ts'
import { changeMemberRole } from './change-member-role.ts'
import { inviteMember } from './invite-member.ts'
import { listInvitations } from './list-invitations.ts'
import { listMembers } from './list-members.ts'
import { removeMember } from './remove-member.ts'

export const memberOperations = {
  list: defineOperation({ kind: 'query', role: 'viewer', run: listMembers }),
  invitations: defineOperation({ kind: 'query', role: 'admin', run: listInvitations }),
  invite: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: inviteMemberInput,
    audit: 'memberInvited',
    run: inviteMember,
  }),
  cancelInvitation: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: cancelInvitationInput,
    audit: { ifChanged: ['invitationCanceled'] },
    run: cancelInvitation,
  }),
  changeRole: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: changeMemberRoleInput,
    audit: { ifChanged: ['memberRoleChanged'] },
    run: changeMemberRole,
  }),
  createPasswordLink: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: memberInput,
    audit: 'memberPasswordLinkCreated',
    run: createPasswordLink,
  }),
  remove: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: memberInput,
    audit: 'memberRemoved',
    run: removeMember,
  }),
}
