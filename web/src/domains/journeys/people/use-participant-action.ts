import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { toastDone, toastError } from '../../../ui/feedback/toast.ts'

/**
 * The actions of an operator on parked enrollments. Shows how many it changed: an enrollment whose step is in progress
 * is skipped.
 */
export function useParticipantAction() {
  const { t } = useTranslation('participants')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.participants.act.mutationOptions({
      onSuccess: ({ people }, { action }) =>
        toastDone(people === 0 ? t('act.nobody') : t(`act.done.${action}`, { count: people })),
      onError: toastError,
      onSettled: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.participants.pathFilter()),
          queryClient.invalidateQueries(trpc.callouts.list.pathFilter()),
        ]),
    }),
  )
}
