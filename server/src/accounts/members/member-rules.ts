import { type Ctx } from '../../kernel/context.ts'
import { hasRole, type Role } from '../../kernel/actor.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import type { Member } from './member.repository.ts'

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
