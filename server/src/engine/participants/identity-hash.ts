import { createHmac, randomBytes } from 'node:crypto'
import type { Ctx } from '../../kernel/context.ts'
import { findSalt, insertSalt } from './excluded-identity.repository.ts'

export type Identity = { address: string } | { key: string; uniqueBy: readonly string[] }

/** A key counts together with the fields that it is made of: two journeys can give one number to two people. */
export function hashIdentity(salt: Buffer, identity: Identity): Buffer {
  const text =
    'address' in identity
      ? `address ${identity.address.trim().normalize('NFC').toLowerCase()}`
      : `key ${JSON.stringify(identity.uniqueBy)} ${identity.key}`
  return createHmac('sha256', salt).update(text).digest()
}

/** The salt of the workspace; the first call makes it. */
export async function identitySalt({ db, workspaceId }: Pick<Ctx, 'db' | 'workspaceId'>): Promise<Buffer> {
  return (await findSalt(db, workspaceId)) ?? (await insertSalt(db, workspaceId, randomBytes(32)))
}
