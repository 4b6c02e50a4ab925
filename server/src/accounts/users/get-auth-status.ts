import type { Deps } from '../../kernel/deps.ts'
import { needsSetupCode } from './setup-code.ts'
import { userExists } from './user.repository.ts'

export async function getAuthStatus(deps: Deps): Promise<{
  needsOwner: boolean
  needsSetupCode: boolean
  /** Whether a mail can bring a link for a new password. */
  mailsPasswords: boolean
}> {
  const needsOwner = !(await userExists(deps.db))
  return {
    needsOwner,
    needsSetupCode: needsOwner && needsSetupCode(deps.config),
    mailsPasswords: deps.mailer.sends,
  }
}
