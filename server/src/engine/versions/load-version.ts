import type { Impact } from '@tabiji/shared/engine/relocation/impact.ts'
import type { Plan } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { findVersion } from './journey-version.repository.ts'
import type { JourneyVersion } from './journey-version.types.ts'
import { readLiveJourney } from './journey.repository.ts'

type Db = Database | Transaction

/**
 * Versions never change, so one that was read once is kept. Bounded: a worker serves the newest versions of its journeys and
 * a few older ones that people were entered with.
 */
const cache = new Map<string, JourneyVersion>()

const maxCached = 500

export async function loadVersion(db: Db, journeyId: string, number: number): Promise<JourneyVersion> {
  const key = `${journeyId} ${number}`
  const cached = cache.get(key)
  if (cached) {
    // Moved to the young end, so that the one dropped is the one unused for longest.
    cache.delete(key)
    cache.set(key, cached)
    return cached
  }
  const version = await findVersion(db, journeyId, number)
  if (!version) throw new Error(`journey ${journeyId} has no version ${number}`)
  // Whoever reads a version finds it committed: a publish never loads the one it is about to commit.
  remember(key, version)
  return version
}

function remember(key: string, version: JourneyVersion): void {
  cache.set(key, version)
  if (cache.size > maxCached) cache.delete(cache.keys().next().value!)
}

/** The versions from `seen` to `current`, oldest first. */
export async function versionsSince(
  db: Db,
  journeyId: string,
  seen: number,
  current: number,
): Promise<JourneyVersion[]> {
  const versions: JourneyVersion[] = []
  for (let number = seen; number <= current; number++) versions.push(await loadVersion(db, journeyId, number))
  return versions
}

/** The impacts of all publishes after `seen`, up to and with `current`, oldest first. */
export async function impactsSince(db: Db, journeyId: string, seen: number, current: number): Promise<Impact[]> {
  const impacts: Impact[] = []
  for (let number = seen + 1; number <= current; number++)
    impacts.push((await loadVersion(db, journeyId, number)).impact)
  return impacts
}

/** The plan that a person goes by: the version they finish on, or else the live one; undefined when the journey has none. */
export async function loadPlanFor(
  db: Db,
  person: { journeyId: string; pinnedVersion: number | null },
): Promise<Plan | undefined> {
  const version = person.pinnedVersion ?? (await readLiveJourney(db, person.journeyId))?.publishedVersion
  return version === null || version === undefined ? undefined : (await loadVersion(db, person.journeyId, version)).plan
}
