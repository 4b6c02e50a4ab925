import type { Deps } from '../../kernel/deps.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { updateUserLocale } from './user.repository.ts'

/** Null means that the language follows the browser again. */
export async function setLocale(deps: Deps, user: { id: string }, input: { locale: Locale | null }): Promise<void> {
  await updateUserLocale(deps.db, user.id, input.locale, deps.clock.now())
}
