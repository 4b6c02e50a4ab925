import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../lib/trpc.ts'
import { toastDone, toastError } from '../../ui/toast.ts'
import type { Connection } from './connection-health.ts'

/** Uses the stored key again; held people go on. */
export function useAuthorize({ name }: Pick<Connection, 'name'>) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.connections.authorize.mutationOptions({
      onSuccess: () => toastDone(t('authorized', { name })),
      onError: toastError,
      onSettled: () => queryClient.invalidateQueries(trpc.connections.pathFilter()),
    }),
  )
}
