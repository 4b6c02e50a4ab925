import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { httpStatusText } from '../../../../lib/http-status-text.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { AllowHost, isAllowListRefusal } from './allow-host.tsx'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { SideSheet } from '../../../../ui/layout/side-sheet.tsx'
import { TestResultPanel } from './test-result-panel.tsx'
import classes from '../connections.module.css'
import type { DialogProps } from '../authorization/revoke-connection.tsx'

/** Opening the dialog makes the test call. It requests the address of the connection and changes nothing there. */
export function TestConnection({ connection, opened, onClose }: DialogProps) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { id, name } = connection
  const test = useMutation(
    trpc.connections.test.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.connections.pathFilter()),
    }),
  )
  const { mutate } = test
  useEffect(() => {
    if (opened) mutate({ id })
  }, [opened, id, mutate])
  return (
    <SideSheet opened={opened} title={t('testTitle', { name })} onClose={onClose}>
      <div className={classes.wizard}>
        {test.error ? <ErrorNotice error={test.error} /> : null}
        {test.isPending ? <ListSkeleton rows={4} /> : null}
        {test.data ? (
          <TestResultPanel result={test.data}>
            {test.data.outcome === 'succeeded' && test.data.reply && test.data.reply.status >= 400 ? (
              <Text>{t('testAnswers', { status: httpStatusText(test.data.reply.status) })}</Text>
            ) : null}
            {isAllowListRefusal(test.data.error?.code) ? (
              <AllowHost url={connection.baseUrl} onAllowed={() => mutate({ id })} />
            ) : null}
          </TestResultPanel>
        ) : null}
        <div className={classes.buttons}>
          <Button variant="default" loading={test.isPending} onClick={() => mutate({ id })}>
            {t('wizard.again')}
          </Button>
        </div>
      </div>
    </SideSheet>
  )
}
