import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Identity } from './identity-hash.ts'
import { findEnrollmentIds, findParticipantsOfWorkspace } from './person.repository.ts'

/** A person of a workspace, in all of its journeys. */
export type Person = {
  /** In lower case. */
  addresses: string[]
  /** Without unique fields: as somebody typed it, for any journey. */
  keys: { key: string; uniqueBy: string[] | null }[]
  participantIds: string[]
  enrollmentIds: string[]
}

/**
 * What is known of the person in any journey of the workspace, added to what the caller knows. A participant with one of the
 * addresses can lead to a key, and the key to a participant with another address; three turns are enough for both.
 */
export async function findPerson(
  db: Database | Transaction,
  workspaceId: string,
  known: Omit<Person, 'enrollmentIds'> & { enrollmentIds?: readonly string[] },
): Promise<Person> {
  const addresses = new Set(known.addresses.map((address) => address.trim().toLowerCase()))
  const keys = new Map(known.keys.map((each) => [JSON.stringify([each.uniqueBy, each.key]), each]))
  const participantIds = new Set(known.participantIds)
  for (let turn = 0; turn < 3; turn++) {
    const by = { ids: [...participantIds], addresses: [...addresses], keys: [...keys.values()] }
    for (const { id, key, email, uniqueBy } of await findParticipantsOfWorkspace(db, workspaceId, by)) {
      participantIds.add(id)
      if (email !== null) addresses.add(email)
      keys.set(JSON.stringify([uniqueBy, key]), { key, uniqueBy })
    }
  }
  const enrollmentIds = new Set([...(known.enrollmentIds ?? []), ...(await findEnrollmentIds(db, [...participantIds]))])
  return {
    addresses: [...addresses],
    keys: [...keys.values()],
    participantIds: [...participantIds],
    enrollmentIds: [...enrollmentIds],
  }
}

export function identitiesOf({ addresses, keys }: Pick<Person, 'addresses' | 'keys'>): Identity[] {
  return [
    ...addresses.map((address) => ({ address })),
    ...keys.flatMap(({ key, uniqueBy }) => (uniqueBy === null ? [] : [{ key, uniqueBy }])),
  ]
}
