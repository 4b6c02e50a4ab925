import type { Deps } from '../../kernel/deps.ts'
import { insertInstanceSetting, replaceInstanceSetting } from './instance-setting.repository.ts'

const setting = 'secretKeyFingerprint'

/**
 * Refuses the start without a key that the stored values need. Otherwise the key would fail only when the first sealed
 * value is opened, in the middle of a journey.
 */
export async function checkSecretKey(deps: Deps): Promise<void> {
  const { fingerprints } = deps.secrets
  const needed = await listKeyFingerprints(deps)
  const missing = needed.filter((fingerprint) => !fingerprints.includes(fingerprint))
  if (missing.length > 0) throw new Error(refusal(deps, needed, missing))
  await registerKey(deps)
}

/** The keys that the values of this database are sealed with: one, or more while the key is being rotated. */
export async function listKeyFingerprints(deps: Deps): Promise<string[]> {
  const value = await insertInstanceSetting(deps.db, {
    key: setting,
    value: deps.secrets.fingerprint,
    at: deps.clock.now(),
  })
  return value.split(',')
}

/** From now on values may be sealed with the current key. */
export async function registerKey(deps: Deps): Promise<void> {
  const { fingerprint } = deps.secrets
  for (;;) {
    const needed = await listKeyFingerprints(deps)
    if (needed.includes(fingerprint)) return
    const value = [...needed, fingerprint].join(',')
    const change = { key: setting, from: needed.join(','), to: value, at: deps.clock.now() }
    if (await replaceInstanceSetting(deps.db, change)) return
  }
}

/** Nothing is sealed with another key than the current one any more. */
export async function forgetEarlierKeys(deps: Deps): Promise<void> {
  const from = (await listKeyFingerprints(deps)).join(',')
  await replaceInstanceSetting(deps.db, { key: setting, from, to: deps.secrets.fingerprint, at: deps.clock.now() })
}

function refusal({ secrets, config }: Deps, needed: readonly string[], missing: readonly string[]): string {
  const place = `TABIJI_SECRET_KEY (or the file secret-key in the data folder ${config.dataDir})`
  const consequence = 'Without it the stored passwords and access tokens of connections cannot be read.'
  if (needed.length === 1)
    return (
      `The secret key does not belong to this database: the database was set up with the key ${missing.join()}, ` +
      `the key in use is ${secrets.fingerprints.join(', ')}. Set ${place} to the key that was used before. ` +
      `If you want to change the key, put the key that was used before into TABIJI_SECRET_KEY_PREVIOUS. ${consequence}`
    )
  return (
    `A secret key is missing: the key of this database is being changed, and values are sealed with the keys ${needed.join(' and ')}; ` +
    `${missing.join(' and ')} is not here. Add it to TABIJI_SECRET_KEY_PREVIOUS, or as a line to the file secret-key in the data folder ${config.dataDir}, ` +
    `or finish the change with "npm run cli -- secrets rotate" where both keys are. ${consequence}`
  )
}
