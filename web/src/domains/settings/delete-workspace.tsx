import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../lib/session/session.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { Section } from '../../ui/layout/section.tsx'
import classes from './settings.module.css'

export function DeleteWorkspace() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { workspace } = useSession()
  const [typed, setTyped] = useState('')
  const remove = useMutation(
    trpc.workspaces.delete.mutationOptions({
      onSuccess: () => {
        queryClient.clear()
        router.history.push('/')
      },
    }),
  )
  return (
    <Section title={t('workspace.deleteTitle')} text={t('workspace.deleteText')}>
      <div className={classes.form}>
        {remove.error ? <ErrorNotice error={remove.error} /> : null}
        <TextInput
          label={t('workspace.deleteConfirm', { name: workspace.name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
        <div className={classes.buttons}>
          <Button
            color="red"
            disabled={typed !== workspace.name}
            loading={remove.isPending}
            onClick={() => remove.mutate({ name: typed })}
          >
            {t('workspace.deleteButton')}
          </Button>
        </div>
      </div>
    </Section>
  )
}
