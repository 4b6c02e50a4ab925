import type { Impact } from '@tabiji/shared/engine/relocation/impact.ts'
import type { Plan } from '@tabiji/shared/plan/plan.ts'
import { LRUCache } from 'lru-cache'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { findVersion } from './journey-version.repository.ts'
import type { JourneyVersion } from './journey-version.types.ts'
import { readLiveJourney } from './journey.repository.ts'

type Db = Database | Transaction

/** Cache of versions, by journey and number. A version never changes. */
export type JourneyVersions = LRUCache<string, JourneyVersion>

declare module '../../kernel/deps.ts' {
  interface Deps {
    journeyVersions: JourneyVersions
  }
}

/** Where versions are read from: the cache, else the database or the open transaction. */
export type VersionSource = { db: Db; journeyVersions: JourneyVersions }

/** A worker uses the newest versions of its journeys and a few older ones that people were entered with. */
export function createJourneyVersions(): JourneyVersions {
  return new LRUCache({ max: 500 })
}

export async function loadVersion(
  { db, journeyVersions }: VersionSource,
  journeyId: string,
  number: number,
): Promise<JourneyVersion> {
  const key = `${journeyId} ${number}`
  const cached = journeyVersions.get(key)
  if (cached) return cached
  const version = await findVersion(db, journeyId, number)
  if (!version) throw new Error(`journey ${journeyId} has no version ${number}`)
  // Only committed versions are cached: a publish never loads the version that it is about to commit.
  journeyVersions.set(key, version)
  return version
}

/** The versions from `seen` to `current`, oldest first. */
export async function versionsSince(
  source: VersionSource,
  journeyId: string,
  seen: number,
  current: number,
): Promise<JourneyVersion[]> {
  const versions: JourneyVersion[] = []
  for (let number = seen; number <= current; number++) versions.push(await loadVersion(source, journeyId, number))
  return versions
}

/** The impacts of all publishes after `seen`, up to and including `current`, oldest first. */
export async function impactsSince(
  source: VersionSource,
  journeyId: string,
  seen: number,
  current: number,
): Promise<Impact[]> {
  const impacts: Impact[] = []
  for (let number = seen + 1; number <= current; number++)
    impacts.push((await loadVersion(source, journeyId, number)).impact)
  return impacts
}

/** The plan for a person: the version on which the person finishes, else the live one. Undefined when the journey has none. */
export async function loadPlanFor(
  source: VersionSource,
  person: { journeyId: string; pinnedVersion: number | null },
): Promise<Plan | undefined> {
  const version = person.pinnedVersion ?? (await readLiveJourney(source.db, person.journeyId))?.publishedVersion
  return version === null || version === undefined
    ? undefined
    : (await loadVersion(source, person.journeyId, version)).plan
}
