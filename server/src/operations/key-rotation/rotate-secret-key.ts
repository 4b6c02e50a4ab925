import { listKeyFingerprints, registerKey, forgetEarlierKeys } from '../../accounts/settings/check-secret-key.ts'
import { listWorkspaces } from '../../accounts/workspaces/list-workspaces.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { systemCtx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { addKeyToFile, secretKeyFile } from '../../kernel/secrets/key-ring.ts'
import { type Resealed, resealSecrets } from '../../kernel/secrets/reseal-secrets.ts'

export type RotatedSecretKey = Resealed & { fingerprint: string; earlierFingerprints: string[] }

/**
 * Seals everything with the current key. Where the key comes from the file of the data folder and nothing is left of an
 * earlier rotation, a new key is made first; a server that runs reads it from the file. Null when there is nothing to
 * rotate to: the key comes from the environment and everything is sealed with it.
 */
export async function rotateSecretKey(
  deps: Deps,
  progress: (line: string) => void = () => {},
): Promise<RotatedSecretKey | null> {
  const needed = await listKeyFingerprints(deps)
  const isCurrent = needed.length === 1 && needed[0] === deps.secrets.fingerprint
  if (isCurrent && deps.config.secretKey !== undefined) return null
  if (isCurrent) {
    const { fingerprint } = addKeyToFile(secretKeyFile(deps.config.dataDir))
    progress(`A new key was added to ${secretKeyFile(deps.config.dataDir)} (fingerprint ${fingerprint}).`)
  }
  await registerKey(deps)
  const found = await resealSecrets(deps, { prefix: deps.secrets.currentPrefix(), progress })
  const { fingerprint, fingerprints } = deps.secrets
  const earlierFingerprints = fingerprints.filter((each) => each !== fingerprint)
  await inTransaction(deps, async (deps) => {
    if (found.unreadable.length === 0) await forgetEarlierKeys(deps)
    for (const { id } of await listWorkspaces(deps))
      await recordAudit(systemCtx(deps, id, 'Command line'), {
        action: 'secretKeyRotated',
        subjectKind: 'workspace',
        subjectId: id,
        after: { fingerprint, resealed: found.resealed, unreadable: found.unreadable.length },
      })
  })
  return { ...found, fingerprint, earlierFingerprints }
}
