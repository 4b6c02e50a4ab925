import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ConfirmDialog } from '../../../ui/dialogs/confirm-dialog.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import type { JourneySummary } from './journey-summary.types.ts'

/** Asks whether to delete `journey`; closed when null. */
export function DeleteJourney({ journey, onClose }: { journey: JourneySummary | null; onClose: () => void }) {
  const { t } = useTranslation(['journeys', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  // Keeps the text of the dialog while it fades out.
  const [shown, setShown] = useState(journey)
  if (journey && journey !== shown) setShown(journey)
  const remove = useMutation(
    trpc.journeys.remove.mutationOptions({
      onSuccess: async () => {
        toastDone(t('journeys:deleted', { name: shown?.name }))
        onClose()
        await queryClient.invalidateQueries(trpc.journeys.list.pathFilter())
      },
    }),
  )
  return (
    <ConfirmDialog
      opened={journey !== null}
      title={t('journeys:deleteTitle', { name: shown?.name })}
      confirmLabel={t('common:action.delete')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => shown && remove.mutate({ journeyId: shown.id })}
      onClose={() => {
        remove.reset()
        onClose()
      }}
    >
      {t('journeys:deleteText', { count: shown?.peopleInside ?? 0 })}
    </ConfirmDialog>
  )
}
