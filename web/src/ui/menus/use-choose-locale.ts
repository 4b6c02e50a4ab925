import { useQueryClient } from '@tanstack/react-query'
import { changeLocale } from '../../i18n/i18n.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { toastError } from '../feedback/toast.ts'
import { useTRPC, useTRPCClient } from '../../lib/api/trpc.ts'

/** Changes the language of the page at once. Stored in the browser, and on the user when signed in. */
export function useChooseLocale(): (locale: Locale) => Promise<void> {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return async (locale) => {
    await changeLocale(locale)
    const me = queryClient.getQueryData(trpc.auth.me.queryKey())
    if (!me) return
    queryClient.setQueryData(trpc.auth.me.queryKey(), { ...me, user: { ...me.user, locale: locale } })
    try {
      await client.auth.setLocale.mutate({ locale: locale })
      // Cached texts of the server are in the old language.
      await queryClient.invalidateQueries()
    } catch (error) {
      toastError(error)
    }
  }
}
