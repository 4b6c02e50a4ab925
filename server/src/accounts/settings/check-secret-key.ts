import type { Deps } from '../../kernel/deps.ts'
import { insertInstanceSetting } from './instance-setting.repository.ts'

/**
 * Refuses the start with a wrong key. Otherwise the key would fail only when the first sealed secret is opened, in the middle of
 * a journey.
 */
export async function checkSecretKey(deps: Deps): Promise<void> {
  const { fingerprint } = deps.secrets
  const stored = await insertInstanceSetting(deps.db, {
    key: 'secretKeyFingerprint',
    value: fingerprint,
    at: deps.clock.now(),
  })
  if (stored === fingerprint) return
  throw new Error(
    `The secret key does not belong to this database: the database was set up with the key ${stored}, the key in use is ${fingerprint}. ` +
      `Set TABIJI_SECRET_KEY (or the file secret-key in the data folder ${deps.config.dataDir}) to the key that was used before. ` +
      `Without it the stored passwords and access tokens of connections cannot be read.`,
  )
}
