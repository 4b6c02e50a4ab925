#!/usr/bin/env node
import { BackupError } from '../operations/backup/backup-error.ts'
import { CliError } from './cli/cli-error.ts'
import { commands, usage } from './cli/commands.ts'
import { SettingsError } from '../kernel/env.ts'

/** Results go to standard output, so that they can be piped. Messages for a person go to standard error. */
const [first = '', second = '', ...rest] = process.argv.slice(2)
const ofTwoWords = commands[`${first} ${second}`]
const command = ofTwoWords ?? commands[first]

try {
  if (!command)
    throw new CliError(first === '' ? usage : `"${[first, second].join(' ').trim()}" is not a command.\n\n${usage}`)
  await command.run(ofTwoWords ? rest : process.argv.slice(3))
} catch (error) {
  // A refusal is shown as a sentence. Any other error is a bug and is shown with its stack.
  process.stderr.write(
    error instanceof CliError || error instanceof BackupError || error instanceof SettingsError
      ? `${error.message}\n`
      : `${(error as Error).stack}\n`,
  )
  process.exitCode = 1
}
