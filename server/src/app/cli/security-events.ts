import { z } from 'zod'
import { securityEventKinds } from '@tabiji/shared/kernel/security-event-kinds.ts'
import { listAllSecurityEvents } from '../../kernel/security-events/list-all-security-events.ts'
import { CliError } from './cli-error.ts'
import type { Command } from './command.ts'
import { parseFlags } from './parse-flags.ts'
import { withInstallation } from './with-workspace.ts'

const flagsSchema = z.object({
  kind: z.enum(securityEventKinds, `--kind must be one of ${securityEventKinds.join(', ')}.`).optional(),
  who: z.string().optional(),
  since: z.coerce.date('--since must be a time such as 2026-03-01 or 2026-03-01T09:00:00Z.').optional(),
  limit: z.coerce.number('--limit must be a number from 1 to 10000.').int().min(1).max(10_000).default(100),
})

/** For the operator: of all workspaces, also of deleted ones. */
export const securityEvents: Command = {
  usage: '[--kind KIND] [--who TEXT] [--since TIME] [--limit NUMBER]',
  summary: 'Prints the security events of the whole installation as JSON lines, newest first.',
  async run(args) {
    const flags = flagsSchema.safeParse(parseFlags(args, ['kind', 'who', 'since', 'limit']))
    if (!flags.success) throw new CliError(flags.error.issues.map(({ message }) => message).join('\n'))
    const events = await withInstallation((deps) => listAllSecurityEvents(deps, flags.data))
    process.stdout.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  },
}
