import { pino } from 'pino'
import { BackupError } from '../../operations/backup/backup-error.ts'
import { checkBackup } from '../../operations/backup/check-backup.ts'
import { restoreBackup } from '../../operations/backup/restore-backup.ts'
import { buildDeps, closeDeps } from '../build-deps.ts'
import { readEnv } from '../../kernel/env.ts'
import { hasSecretKey, secretKeyFile } from '../../kernel/secrets/key-ring.ts'
import type { Command } from './command.ts'
import { parseFile } from './parse-file.ts'
import { withDatabase } from './with-database.ts'

export const restore: Command = {
  usage: 'FILE [--paused]',
  summary:
    'Puts a backup into an empty database; no Tabiji may run with it. With --paused every running journey is paused, to be looked at first.',
  async run(args) {
    const { file, on } = parseFile(args, ['paused'])
    const env = readEnv()
    const progress = (line: string) => process.stderr.write(`${line}\n`)
    // Checked before a data folder is created: a first start would create a new key, which is the wrong one.
    const { head } = await checkBackup(file)
    if (head.secretKeyFingerprint !== null && !hasSecretKey(env))
      throw new BackupError(
        `The secret key of this backup (fingerprint ${head.secretKeyFingerprint}) is missing here. Set TABIJI_SECRET_KEY to it, or copy the file secret-key ` +
          `of the old data folder to ${secretKeyFile(env.dataDir)}, and restore again.`,
      )
    const restored = await withDatabase(env, { alone: true, progress }, async (database) => {
      const log = pino({ level: env.logLevel }, pino.destination({ dest: 2, sync: true }))
      const deps = buildDeps({ ...env, role: 'web' }, database, { log })
      try {
        return await restoreBackup(deps, database, file, { progress, pausesJourneys: on.has('paused') })
      } finally {
        await closeDeps(deps)
      }
    })
    const { createdAt, rows, people, activeJourneys } = restored
    progress(
      `\nRestored ${rows.toLocaleString('en')} rows (${people.toLocaleString('en')} participants) as of ${createdAt}.`,
    )
    if (activeJourneys > 0)
      progress(
        on.has('paused')
          ? `${activeJourneys} journeys were running and are paused now. Start Tabiji, look at them and resume each: you are asked what is to happen to people who are overdue.`
          : `${activeJourneys} journeys go on as soon as Tabiji starts, and everybody who became due since then goes on at once. Calls and mails made after the backup may be made again.`,
      )
  },
}
