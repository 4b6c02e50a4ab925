import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { toastDone, toastError } from '../../../ui/feedback/toast.ts'

/** Processes received events again, one or all stored ones. */
export function useReplay(id: string) {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.events.replay.mutationOptions({
      onSuccess: ({ events }) => toastDone(t('received.replayed', { count: events })),
      onError: toastError,
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.events.list.pathFilter()),
          queryClient.invalidateQueries(trpc.events.get.pathFilter()),
          queryClient.invalidateQueries(trpc.events.endpoint.queryFilter({ id })),
        ]),
    }),
  )
}

export type Replay = ReturnType<typeof useReplay>
