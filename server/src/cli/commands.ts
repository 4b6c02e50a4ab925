import { apiKeyCreate } from './api-key-create.ts'
import type { Command } from './command.ts'

/** One line for each command, one file for each. */
export const commands: Record<string, Command> = {
  'api-key create': apiKeyCreate,
}

export const usage = [
  'Usage: npm run -s cli -- <command>',
  '',
  ...Object.entries(commands).map(([name, command]) => `  ${name} ${command.usage}\n      ${command.summary}`),
].join('\n')
