import type { Deps } from '../../kernel/deps.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { findUserByEmail } from '../users/user.repository.ts'
import { makePasswordLink } from './make-password-link.ts'
import { hasMailedReset } from './password-reset.repository.ts'
import { passwordMail } from './password-mail.ts'

/** Anybody may ask for a mail to anybody, so an account gets one a minute at most. */
const pauseMs = 60_000

export async function sendPasswordMail(deps: Deps, data: { email: string; locale: Locale }): Promise<void> {
  const user = await findUserByEmail(deps.db, data.email)
  if (!user) return
  const since = new Date(deps.clock.now().getTime() - pauseMs)
  if (await hasMailedReset(deps.db, user.id, since)) return
  const { link } = await makePasswordLink(deps, user.id, 'mail')
  const release = await deps.mailer.acquire()
  try {
    await deps.mailer.send({
      from: deps.config.mailFrom,
      to: user.email,
      ...passwordMail({ name: user.name, link }, user.locale ?? data.locale),
      messageId: `<${deps.ids.uuid()}@${new URL(deps.config.publicUrl).hostname}>`,
    })
  } finally {
    release()
  }
}
