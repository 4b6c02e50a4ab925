#!/usr/bin/env node
import { BackupError } from '../operations/backup/backup-error.ts'
import { CliError } from './cli/cli-error.ts'
import { commands, usage } from './cli/commands.ts'
import { SettingsError } from '../kernel/env.ts'

/** Answers go to standard output alone, so that they can be piped; everything said to a person goes to standard error. */
const [first = '', second = '', ...rest] = process.argv.slice(2)
const ofTwoWords = commands[`${first} ${second}`]
const command = ofTwoWords ?? commands[first]

try {
  if (!command)
    throw new CliError(first === '' ? usage : `"${[first, second].join(' ').trim()}" is not a command.\n\n${usage}`)
  await command.run(ofTwoWords ? rest : process.argv.slice(3))
} catch (error) {
  // A refusal is meant for the person; anything else is a bug and shows where it came from.
  process.stderr.write(
    error instanceof CliError || error instanceof BackupError || error instanceof SettingsError
      ? `${error.message}\n`
      : `${(error as Error).stack}\n`,
  )
  process.exitCode = 1
}
