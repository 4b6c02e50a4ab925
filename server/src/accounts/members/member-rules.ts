import { type Ctx } from '../../kernel/context.ts'
import { hasRole, type Role } from '../../kernel/actor.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import { listMemberships, type Member } from './member.repository.ts'

export function requireMember(members: Member[], memberId: string): Member {
  const member = members.find((candidate) => candidate.id === memberId)
  if (!member) throw notFound('member')
  return member
}

/** A member cannot give or remove a role above their own. */
export function requireRoleOver(ctx: Ctx, role: Role): void {
  if (!hasRole(ctx.role, role))
    throw new ServiceError('forbidden', { text: 'roleAboveOwn', params: { role: ctx.role, required: role } })
}

/** For a change that takes the owner's role away from `leaving`. */
export function requireAnotherOwner(members: Member[], leaving: Member): void {
  const owners = members.filter((member) => member.role === 'owner')
  if (owners.length === 1 && owners[0]?.id === leaving.id) throw new ServiceError('conflict', { text: 'lastOwner' })
}

/**
 * For what gives a hold of the member's account, such as a link for a new password. The account may belong to other workspaces too, so a
 * person has to have the member's role in each of them. An API key never may: it belongs to one workspace.
 */
export async function requireSoleCharge(ctx: Ctx, member: Pick<Member, 'userId' | 'email'>): Promise<void> {
  if (ctx.actor.kind === 'apiKey') throw new ServiceError('forbidden', { text: 'accountNeedsPerson' })
  const own = ctx.actor.id === null ? [] : await listMemberships(ctx.db, ctx.actor.id)
  for (const { workspaceId, role } of await listMemberships(ctx.db, member.userId)) {
    if (workspaceId === ctx.workspaceId) continue
    const there = own.find((membership) => membership.workspaceId === workspaceId)
    if (!there || !hasRole(there.role, 'admin') || !hasRole(there.role, role))
      throw new ServiceError('forbidden', { text: 'accountElsewhere', params: { email: member.email } })
  }
}
