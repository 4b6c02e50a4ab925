import type { Deps } from '../../kernel/deps.ts'
import { replacePasswordHash } from '../users/user.repository.ts'
import { hashPassword, isOutdatedHash, verifyPassword } from './password-hash.ts'

/** Only here is the password known, so only here can a hash of before be made anew. */
export async function checkAndRehash(deps: Deps, stored: { hash: string; password: string }): Promise<boolean> {
  const isRight = await verifyPassword(stored)
  if (isRight && isOutdatedHash(stored.hash))
    await replacePasswordHash(deps.db, stored.hash, await hashPassword(stored.password), deps.clock.now())
  return isRight
}
