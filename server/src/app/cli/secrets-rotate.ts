import { rotateSecretKey } from '../../operations/key-rotation/rotate-secret-key.ts'
import { CliError } from './cli-error.ts'
import type { Command } from './command.ts'
import { parseFlags } from './parse-flags.ts'
import { withInstallation } from './with-workspace.ts'

export const secretsRotate: Command = {
  usage: '',
  summary:
    'Seals every stored secret again with the current secret key, also while Tabiji runs. A key that stands in the data folder is changed first.',
  async run(args) {
    parseFlags(args, [])
    const progress = (line: string) => process.stderr.write(`${line}\n`)
    const rotated = await withInstallation((deps) => rotateSecretKey(deps, progress))
    if (!rotated)
      throw new CliError(
        'Everything is sealed with the key in TABIJI_SECRET_KEY already. To change the key: make a new one with "openssl rand -base64 32", set TABIJI_SECRET_KEY to it ' +
          'and TABIJI_SECRET_KEY_PREVIOUS to the one that is there now, restart every process with both, and run this again.',
      )
    const { resealed, unreadable, fingerprint, earlierFingerprints } = rotated
    for (const line of unreadable) progress(line)
    if (unreadable.length > 0)
      throw new CliError(
        `${resealed} values are sealed with the key ${fingerprint} now; ${unreadable.length} could not be opened, see above. Keep the earlier key until they are entered again, then run this once more.`,
      )
    progress(
      `${resealed} values were sealed again. Everything is sealed with the key ${fingerprint} now. ` +
        `The earlier key (${earlierFingerprints.join(', ') || 'none'}) is needed only for backups made before, and for callbacks to calls made before.`,
    )
  },
}
