import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { toastDone, toastError } from '../../../../ui/feedback/toast.ts'
import { needsConsent } from '../auth/auth-draft.ts'
import { AuthorizeDialog } from './authorize-dialog.tsx'
import type { Connection } from '../health/connection-health.ts'

export type Authorize = {
  start: () => void
  isPending: boolean
  /** Render it on the page: it opens where a person must consent in the other system. */
  dialog: ReactNode
}

/** Uses the stored credentials again, or opens the consent page. Deferred enrollments then continue. */
export function useAuthorize(connection: Connection): Authorize {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [opened, { open, close }] = useDisclosure(false)
  const { id, name, auth } = connection
  const authorize = useMutation(
    trpc.connections.authorize.mutationOptions({
      onSuccess: () => toastDone(t('authorized', { name })),
      onError: toastError,
      onSettled: () => queryClient.invalidateQueries(trpc.connections.pathFilter()),
    }),
  )
  return {
    start: needsConsent(auth.kind) ? open : () => authorize.mutate({ id }),
    isPending: authorize.isPending,
    dialog: needsConsent(auth.kind) ? (
      <AuthorizeDialog connection={connection} opened={opened} onClose={close} />
    ) : null,
  }
}
