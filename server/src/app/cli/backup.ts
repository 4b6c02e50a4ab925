import { createBackup } from '../../operations/backup/create-backup.ts'
import { systemClock } from '../../kernel/clock.ts'
import { readEnv } from '../../kernel/env.ts'
import { secretKeyFile } from '../../kernel/secrets/key-ring.ts'
import type { Command } from './command.ts'
import { parseFile } from './parse-file.ts'
import { withDatabase } from './with-database.ts'

export const backup: Command = {
  usage: 'FILE',
  summary: 'Writes everything in the database into a file, as of this moment, also while Tabiji runs.',
  async run(args) {
    const { file } = parseFile(args)
    const env = readEnv()
    const progress = (line: string) => process.stderr.write(`${line}\n`)
    const { bytes, rows, people, secretKeyFingerprint } = await withDatabase(
      env,
      { alone: false, progress },
      (database) => createBackup(database, file, { progress, now: systemClock.now() }),
    )
    progress(
      `\nBacked up ${rows.toLocaleString('en')} rows (${people.toLocaleString('en')} participants) in ${(bytes / 2 ** 20).toFixed(1)} MB.\n` +
        'It holds personal data and is not encrypted: keep it where only you can read it.',
    )
    if (secretKeyFingerprint !== null)
      progress(
        `\nThe secret key is NOT in it. Keep it too, apart from the backup: ${env.secretKey === undefined ? `the file ${secretKeyFile(env.dataDir)}` : 'the value of TABIJI_SECRET_KEY'} ` +
          `(fingerprint ${secretKeyFingerprint}). Without it the backup cannot be restored.`,
      )
    process.stdout.write(`${file}\n`)
  },
}
