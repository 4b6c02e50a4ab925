import { createApiKey } from '../../accounts/api-keys/create-api-key.ts'
import { apiKeyRoles, createApiKeyInput } from '../../accounts/api-keys/api-key.schemas.ts'
import { CliError } from './cli-error.ts'
import type { Command } from './command.ts'
import { parseFlags } from './parse-flags.ts'
import { withWorkspace } from './with-workspace.ts'

export const apiKeyCreate: Command = {
  usage: `--name NAME [--role ${apiKeyRoles.join('|')}] [--workspace NAME]`,
  summary: 'Makes an API key (role admin unless given) and prints the key alone.',
  async run(args) {
    const flags = parseFlags(args, ['name', 'role', 'workspace'])
    const input = createApiKeyInput.safeParse({ name: flags.name ?? '', role: flags.role ?? 'admin' })
    if (!input.success) throw new CliError(refusal(flags))
    const { key } = await withWorkspace(flags.workspace, (ctx) => createApiKey(ctx, input.data))
    process.stdout.write(`${key}\n`)
  },
}

function refusal(flags: { name?: string; role?: string }): string {
  if (!flags.name?.trim())
    return '--name is missing. Give the key a name that says who will use it: --name "nightly import"'
  if (flags.role !== undefined && !apiKeyRoles.some((role) => role === flags.role))
    return `--role must be one of ${apiKeyRoles.join(', ')}, but is "${flags.role}".`
  return '--name may have at most 100 characters.'
}
