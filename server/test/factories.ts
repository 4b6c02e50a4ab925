import { randomUUID } from 'node:crypto'
import { insertUserWithPassword } from '../src/accounts/users/user.repository.ts'
import type { User } from '../src/accounts/users/user.types.ts'
import { hashPassword } from '../src/accounts/passwords/password-hash.ts'
import type { Role } from '../src/kernel/actor.ts'
import type { Deps } from '../src/kernel/deps.ts'
import { insertMember } from '../src/accounts/members/member.repository.ts'
import { insertWorkspace } from '../src/accounts/workspaces/workspace.repository.ts'
import type { Workspace } from '../src/accounts/workspaces/workspace.types.ts'

export const testPassword = 'correct horse battery'

// scrypt is slow on purpose, so all users of a test file share one hash.
let passwordHash: Promise<string> | undefined

export async function buildWorkspace(
  deps: Deps,
  options: { name?: string; timeZone?: string } = {},
): Promise<Workspace> {
  const id = deps.ids.uuid()
  return insertWorkspace(deps.db, {
    id,
    name: options.name ?? `Workspace ${id.slice(-4)}`,
    timeZone: options.timeZone ?? 'UTC',
    at: deps.clock.now(),
  })
}

/** A user with `testPassword`, as a member of a workspace if one is given. */
export async function buildUser(
  deps: Deps,
  options: { name?: string; email?: string; workspaceId?: string; role?: Role } = {},
): Promise<User> {
  const name = options.name ?? 'Aiko Test'
  const user = { id: deps.ids.uuid(), name, email: options.email ?? `${randomUUID()}@example.com`, locale: null }
  passwordHash ??= hashPassword(testPassword)
  await insertUserWithPassword(deps.db, {
    ...user,
    accountId: deps.ids.uuid(),
    passwordHash: await passwordHash,
    at: deps.clock.now(),
  })
  if (options.workspaceId !== undefined)
    await insertMember(deps.db, {
      id: deps.ids.uuid(),
      workspaceId: options.workspaceId,
      userId: user.id,
      role: options.role ?? 'editor',
      at: deps.clock.now(),
    })
  return user
}
