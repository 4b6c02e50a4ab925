import { findSealedFormat, recordSealedFormat } from '../../accounts/settings/sealed-format.ts'
import type { Deps } from '../../kernel/deps.ts'
import { resealSecrets } from '../../kernel/secrets/reseal-secrets.ts'

const format = 'v2'

/**
 * Seals values of the first format again, so that each is bound to its place. From then on the first format is refused:
 * whoever writes the database could otherwise put back a value that opens in every row.
 */
export async function upgradeSealedValues(deps: Deps): Promise<void> {
  if ((await findSealedFormat(deps)) !== format) {
    const { resealed, unreadable } = await resealSecrets(deps, { prefix: `${format}.` })
    if (resealed > 0) deps.log.info({ resealed }, 'stored secrets were sealed again, each for its place')
    for (const message of unreadable) deps.log.error(message)
    if (unreadable.length > 0) return
    await recordSealedFormat(deps, format)
  }
  deps.secrets.refuseFormat1()
}
