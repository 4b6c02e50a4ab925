import { findUser } from '../../accounts/users/find-user.ts'
import type { User } from '../../accounts/users/user.types.ts'
import type { Deps } from '../../kernel/deps.ts'
import { CliError } from './cli-error.ts'

/** The user that `--email` names. */
export async function requireUser(deps: Deps, email: string | undefined): Promise<User> {
  if (!email?.trim())
    throw new CliError('--email is missing. Give the address of the account: --email name@example.com')
  const user = await findUser(deps, email)
  if (!user)
    throw new CliError(`No account has the address "${email}". Check it; Settings › Members lists the addresses.`)
  return user
}
