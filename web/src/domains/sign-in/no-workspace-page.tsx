import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../lib/api/api-error.ts'
import { viewerTimeZone } from '../../lib/format/format.ts'
import { useSignOut } from '../../lib/session/session.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { AuthPage } from './auth-page.tsx'
import classes from './auth-page.module.css'

/** For a user without a workspace: removed from the last one, or it was deleted. */
export function NoWorkspacePage(): ReactNode {
  const { t } = useTranslation(['signIn', 'shell'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const signOut = useSignOut()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() ? null : t('signIn:workspaceNameMissing')) },
  })
  const create = useMutation(
    trpc.workspaces.create.mutationOptions({
      onSuccess: () => {
        queryClient.clear()
        router.history.push('/')
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  )
  return (
    <AuthPage title={t('signIn:noWorkspaceTitle')} text={t('signIn:noWorkspaceText')}>
      <form
        className={classes.fields}
        onSubmit={form.onSubmit(({ name }) => create.mutate({ name, timeZone: viewerTimeZone() }))}
        noValidate
      >
        {create.error ? <ErrorNotice error={create.error} shownElsewhere={['name']} /> : null}
        <TextInput key={form.key('name')} label={t('signIn:workspaceName')} {...form.getInputProps('name')} />
        <Button type="submit" loading={create.isPending} fullWidth>
          {t('signIn:noWorkspaceButton')}
        </Button>
        <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending} fullWidth>
          {t('shell:signOut')}
        </Button>
      </form>
    </AuthPage>
  )
}
