import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { loadVersion, type JourneyVersions } from '../versions/load-version.ts'
import { readLiveJourney } from '../versions/journey.repository.ts'
import { changeEnrollments, type LockedPerson } from './fact.repository.ts'
import { lockActiveEnrollments, takeRechecks } from './wait-recheck.repository.ts'

const batchSize = 1000

/**
 * Makes people due who stand in a conditional wait while a value of theirs was changed by something else: a second entry, a step of
 * another entry, a change from outside. Runs after the commit of the change, so that it takes its locks in the documented order. A
 * request that is lost with its worker is taken by the next one.
 */
export async function recheckWaits(
  deps: { db: Database; journeyVersions: JourneyVersions },
  now: Date,
): Promise<number> {
  return deps.db.transaction().execute(async (trx) => {
    const participantIds = await takeRechecks(trx, batchSize)
    if (participantIds.length === 0) return 0
    const people = await lockActiveEnrollments(trx, participantIds)
    const changes = []
    for (const person of people) {
      if (await isWaiting(trx, deps.journeyVersions, person))
        changes.push({ id: person.id, outputs: null, isDue: true })
    }
    await changeEnrollments(trx, changes, now)
    return changes.length
  })
}

async function isWaiting(
  trx: Transaction,
  journeyVersions: JourneyVersions,
  { journeyId, stepId, pinnedVersion }: LockedPerson & { journeyId: string },
): Promise<boolean> {
  const version = pinnedVersion ?? (await readLiveJourney(trx, journeyId))?.publishedVersion ?? null
  if (version === null) return false
  const { plan } = await loadVersion({ db: trx, journeyVersions }, journeyId, version)
  return plan.steps[stepId]?.op === 'await'
}
