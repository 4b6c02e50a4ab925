import { z } from 'zod'
import { emailAddress } from '../users/auth.schemas.ts'
import { roles } from '../../kernel/actor.ts'

export const inviteMemberInput = z.object({ email: emailAddress, role: z.enum(roles) })
export type InviteMemberInput = z.output<typeof inviteMemberInput>

export const changeMemberRoleInput = z.object({ memberId: z.string(), role: z.enum(roles) })
export type ChangeMemberRoleInput = z.infer<typeof changeMemberRoleInput>

/** For what is done about one member: remove, a link for a new password, end sessions. */
export const memberInput = z.object({ memberId: z.string() })
export type MemberInput = z.infer<typeof memberInput>

export const cancelInvitationInput = z.object({ id: z.string() })
export type CancelInvitationInput = z.infer<typeof cancelInvitationInput>

export const createWorkspaceInput = z.object({
  name: z.string().trim().min(1).max(100),
  timeZone: z.string().max(100).optional(),
})
export type CreateWorkspaceInput = z.output<typeof createWorkspaceInput>

export const deleteWorkspaceInput = z.object({
  /** The user has to type the name, so that a workspace is not deleted by mistake. */
  name: z.string(),
})
export type DeleteWorkspaceInput = z.infer<typeof deleteWorkspaceInput>
