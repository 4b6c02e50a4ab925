import { z } from 'zod'
import type { Caller } from '../../kernel/actor.ts'
import type { Deps } from '../../kernel/deps.ts'
import { listMemberships } from '../members/member.repository.ts'
import { checkPassword } from './check-password.ts'

const changeInput = z.object({ newPassword: z.string() })

/** Before better-auth changes the password. It refuses a caller who is not signed in and a body of another form by itself. */
export async function checkChangedPassword(deps: Deps, caller: Caller | null, body: unknown): Promise<void> {
  const input = changeInput.safeParse(body)
  if (!caller?.user || !input.success) return
  const memberships = await listMemberships(deps.db, caller.user.id)
  const workspaceNames = memberships.map((membership) => membership.workspaceName)
  await checkPassword(input.data.newPassword, { ...caller.user, workspaceNames }, 'newPassword')
}
