import { setTimeout as delay } from 'node:timers/promises'
import type { Ctx } from '../../kernel/context.ts'
import { erasePerson } from '../../operations/erasure/erase-person.ts'
import { erasureReport } from '../../operations/erasure/erasure-report.ts'
import { erasePersonInput, type ErasePersonInput } from '../../operations/erasure/erasure.schemas.ts'
import { getErasure } from '../../operations/erasure/get-erasure.ts'
import { CliError } from './cli-error.ts'
import type { Command } from './command.ts'
import { parseFlags } from './parse-flags.ts'
import { withWorkspace } from './with-workspace.ts'

const pollMs = 500
/** Without progress for this long, no worker is there to do it. */
const silentMs = 30_000

export const personErase: Command = {
  usage: '--email ADDRESS | --key KEY [--also TEXT] [--keep-out yes|no] [--dry-run yes|no] [--workspace NAME]',
  summary: 'Erases a person from the workspace and prints the report; with --dry-run yes it only counts.',
  async run(args) {
    const flags = parseFlags(args, ['email', 'key', 'also', 'keep-out', 'dry-run', 'workspace'])
    const input = readInput(flags)
    const report = await withWorkspace(flags.workspace, async (ctx) => {
      const erasure = await untilDone(ctx, await erasePerson(ctx, input))
      let lines = ''
      for await (const line of erasureReport(erasure, ctx.locale)) lines += line
      return lines
    })
    process.stdout.write(report)
  },
}

function readInput(flags: { [Name in 'email' | 'key' | 'also' | 'keep-out' | 'dry-run']?: string }): ErasePersonInput {
  if (!flags.email && !flags.key) throw new CliError('Say whom to erase: --email ADDRESS or --key KEY.')
  for (const name of ['keep-out', 'dry-run'] as const)
    if (flags[name] !== undefined && flags[name] !== 'yes' && flags[name] !== 'no')
      throw new CliError(`--${name} takes "yes" or "no", but is "${flags[name]}".`)
  const input = erasePersonInput.safeParse({
    ...(flags.email && { email: flags.email }),
    ...(flags.key && { key: flags.key }),
    ...(flags.also && { alsoErase: [flags.also] }),
    keepOut: flags['keep-out'] !== 'no',
    dryRun: flags['dry-run'] === 'yes',
  })
  if (input.success) return input.data
  throw new CliError('--email takes at most 254 characters, --key at most 500, and --also from 4 to 200.')
}

type Erasure = Awaited<ReturnType<typeof getErasure>>

/** The server does the work; this process only watches. */
async function untilDone(ctx: Ctx, started: Erasure): Promise<Erasure> {
  let erasure = started
  let changedAt = ctx.clock.monotonic()
  while (erasure.status === 'running') {
    await delay(pollMs)
    const now = await getErasure(ctx, { id: erasure.id })
    if (now.done !== erasure.done) changedAt = ctx.clock.monotonic()
    else if (ctx.clock.monotonic() - changedAt > silentMs)
      throw new CliError(
        `The erasing ${erasure.id} waits for a worker. Start one with "npm start" or ROLE=worker; it goes on by itself. ` +
          'Settings › Background work shows it.',
      )
    erasure = now
  }
  return erasure
}
