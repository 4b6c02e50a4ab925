import { apiKeyCreate } from './api-key-create.ts'
import { backup } from './backup.ts'
import type { Command } from './command.ts'
import { journeyExport } from './journey-export.ts'
import { journeyImport } from './journey-import.ts'
import { personErase } from './person-erase.ts'
import { restore } from './restore.ts'
import { securityEvents } from './security-events.ts'
import { secretsRotate } from './secrets-rotate.ts'
import { userResetPassword } from './user-reset-password.ts'

/** One line and one file for each command. */
export const commands: Record<string, Command> = {
  'api-key create': apiKeyCreate,
  'journey export': journeyExport,
  'journey import': journeyImport,
  'person erase': personErase,
  'secrets rotate': secretsRotate,
  'user reset-password': userResetPassword,
  'security-events': securityEvents,
  backup,
  restore,
}

export const usage = [
  'Usage: npm run -s cli -- <command>',
  '',
  ...Object.entries(commands).map(([name, command]) => `  ${name} ${command.usage}\n      ${command.summary}`),
].join('\n')
