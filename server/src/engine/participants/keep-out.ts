import type { FieldDefinition, FieldValues } from '@tabiji/shared/values/field-type.ts'
import { fieldValue } from '@tabiji/shared/values/field-type.ts'
import type { Ctx } from '../../kernel/context.ts'
import {
  deleteExcludedHashes,
  findExcludedHashes,
  hasExcludedIdentities,
  insertExcludedHashes,
} from './excluded-identity.repository.ts'
import { hashIdentity, identitySalt, type Identity } from './identity-hash.ts'

/** Keeps these identities out of every journey of the workspace. Only their hashes are stored. */
export async function keepOut(ctx: Ctx, erasureId: string, identities: readonly Identity[]): Promise<void> {
  const salt = await identitySalt(ctx)
  const hashes = identities.map((identity) => hashIdentity(salt, identity))
  await insertExcludedHashes(ctx.db, { workspaceId: ctx.workspaceId, erasureId, at: ctx.clock.now() }, hashes)
}

/** Lets the person whom this erasure kept out enter journeys again. */
export async function allowAgain({ db, workspaceId }: Ctx, erasureId: string): Promise<void> {
  await deleteExcludedHashes(db, workspaceId, erasureId)
}

/** Those of the people by key that were erased and are kept out, by their key or by any of their e-mail addresses. */
export async function findKeptOut(
  ctx: Pick<Ctx, 'db' | 'workspaceId'>,
  target: { fields: readonly FieldDefinition[]; uniqueBy: readonly string[] },
  people: ReadonlyMap<string, { values: FieldValues }>,
): Promise<string[]> {
  if (people.size === 0 || !(await hasExcludedIdentities(ctx.db, ctx.workspaceId))) return []
  const salt = await identitySalt(ctx)
  const addressFields = target.fields.filter(({ type }) => type === 'email').map(({ key }) => key)
  const byHash = new Map<string, string>()
  const hashes: Buffer[] = []
  for (const [key, { values }] of people) {
    const addresses = addressFields
      .map((field) => fieldValue(values, field))
      .filter((value) => typeof value === 'string')
    for (const identity of [{ key, uniqueBy: target.uniqueBy }, ...addresses.map((address) => ({ address }))]) {
      const hash = hashIdentity(salt, identity)
      hashes.push(hash)
      byHash.set(hash.toString('base64'), key)
    }
  }
  const excluded = await findExcludedHashes(ctx.db, ctx.workspaceId, hashes)
  return [...new Set([...byHash].filter(([hash]) => excluded.has(hash)).map(([, key]) => key))]
}
