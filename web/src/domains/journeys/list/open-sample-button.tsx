import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { toastError } from '../../../ui/feedback/toast.ts'

export function OpenSampleButton() {
  const { t } = useTranslation('journeys')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const open = useMutation(
    trpc.journeys.createSample.mutationOptions({
      onSuccess: async ({ id }) => {
        await navigate({ to: '/journeys/$journeyId', params: { journeyId: id } })
        // The sample also creates a connection, an external action and participants.
        await queryClient.invalidateQueries()
      },
      onError: toastError,
    }),
  )
  return (
    <Button loading={open.isPending} onClick={() => open.mutate()}>
      {t('openSample')}
    </Button>
  )
}
