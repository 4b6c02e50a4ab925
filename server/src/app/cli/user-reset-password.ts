import { createPasswordLinkFor } from '../../accounts/passwords/create-password-link-for.ts'
import { passwordLinkMinutes } from '../../accounts/passwords/make-password-link.ts'
import type { Command } from './command.ts'
import { parseFlags } from './parse-flags.ts'
import { requireUser } from './require-user.ts'
import { commandLineName, withInstallation } from './with-workspace.ts'

export const userResetPassword: Command = {
  usage: '--email ADDRESS',
  summary: `Prints a link by which somebody chooses a new password. It works once, for ${passwordLinkMinutes} minutes.`,
  async run(args) {
    const flags = parseFlags(args, ['email'])
    const link = await withInstallation(async (deps) => {
      const user = await requireUser(deps, flags.email)
      return createPasswordLinkFor(deps, { kind: 'system', id: null, name: commandLineName }, user)
    })
    process.stdout.write(`${link}\n`)
  },
}
