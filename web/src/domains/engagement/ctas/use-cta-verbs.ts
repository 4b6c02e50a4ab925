import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { toastDone, toastError, toastUndo } from '../../../ui/feedback/toast.ts'
import type { Cta } from './cta-search.ts'

/** Closes and reopens CTAs. Closing can be undone, so it needs no confirmation. */
export function useCtaVerbs() {
  const { t } = useTranslation('ctas')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries(trpc.ctas.pathFilter())
  const reopen = useMutation(
    trpc.ctas.reopen.mutationOptions({
      onSuccess: ({ name }) => toastDone(t('reopened', { name })),
      onError: toastError,
      onSettled: refresh,
    }),
  )
  const close = useMutation(
    trpc.ctas.close.mutationOptions({
      onSuccess: ({ id, name, status }) =>
        toastUndo(t(status === 'closedLost' ? 'closedLost' : 'closedSuccess', { name }), () => reopen.mutate({ id })),
      onError: toastError,
      onSettled: refresh,
    }),
  )
  return {
    close: (id: Cta['id'], outcome: Exclude<Cta['status'], 'open'>) => close.mutate({ id, outcome }),
    reopen: (id: Cta['id']) => reopen.mutate({ id }),
    isBusy: close.isPending || reopen.isPending,
  }
}
