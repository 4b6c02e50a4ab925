import type { Deps } from '../../kernel/deps.ts'
import { findUserByEmail } from './user.repository.ts'
import type { User } from './user.types.ts'

/** For the command line, which takes an address as somebody types it. */
export function findUser(deps: Deps, email: string): Promise<User | undefined> {
  return findUserByEmail(deps.db, email.trim().toLowerCase())
}
