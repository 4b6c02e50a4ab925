import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation, useRouter } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../lib/api/api-error.ts'
import type { Outputs } from '../../lib/api/api-types.ts'
import { signIn } from '../../lib/session/auth.ts'
import { useStartSession, useSignOut } from '../../lib/session/session.ts'
import { useTRPC, useTRPCClient } from '../../lib/api/trpc.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { ButtonLink } from '../../ui/layout/links.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { AuthPage } from './auth-page.tsx'
import classes from './auth-page.module.css'
import { NewPasswordField } from '../../ui/forms/new-password-field.tsx'
import { isPasswordLongEnough, maxPasswordLength, minPasswordLength } from '../../lib/session/password-rule.ts'

type Invitation = Outputs['auth']['invitation']

export function InvitationPage(): ReactNode {
  const { t } = useTranslation(['signIn', 'common'])
  const token = useInvitationToken()
  const trpc = useTRPC()
  const invitation = useQuery(trpc.auth.invitation.queryOptions({ token }))
  const me = useQuery(trpc.auth.me.queryOptions(undefined, { retry: false, meta: { isSessionCheck: true } }))

  if (invitation.error) {
    return (
      <AuthPage title={t('signIn:invitationTitle')}>
        <ErrorNotice error={invitation.error} onRetry={() => void invitation.refetch()} />
      </AuthPage>
    )
  }
  if (!invitation.data || me.isPending) {
    return (
      <AuthPage title={t('signIn:invitationTitle')}>
        <FormSkeleton fields={2} />
      </AuthPage>
    )
  }
  const { workspaceName, role, email, hasAccount } = invitation.data
  return (
    <AuthPage
      title={t('signIn:invitationJoin', { workspace: workspaceName })}
      text={t('signIn:invitationText', { email, role: t(`common:role.${role}`) })}
    >
      {me.data ? (
        <JoinAsSignedIn token={token} invitation={invitation.data} signedInAs={me.data.user.email} />
      ) : hasAccount ? (
        <Stack gap="md">
          <Text>{t('signIn:invitationHasAccount')}</Text>
          <ButtonLink to="/sign-in" search={{ next: '/invitation' }} fullWidth>
            {t('signIn:button')}
          </ButtonLink>
        </Stack>
      ) : (
        <JoinWithNewAccount token={token} invitation={invitation.data} />
      )}
    </AuthPage>
  )
}

const storedToken = 'tabiji.invitation'

/**
 * The secret stands behind the #, which browsers send to no server. Signing in leads away and back, so this tab remembers it
 * meanwhile.
 */
function useInvitationToken(): string {
  const hash = useLocation({ select: (location) => location.hash })
  useEffect(() => {
    if (hash !== '') sessionStorage.setItem(storedToken, hash)
  }, [hash])
  return hash !== '' ? hash : (sessionStorage.getItem(storedToken) ?? '')
}

function JoinAsSignedIn({
  token,
  invitation,
  signedInAs,
}: {
  token: string
  invitation: Invitation
  signedInAs: string
}) {
  const { t } = useTranslation('signIn')
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const router = useRouter()
  const signOut = useSignOut()
  const join = useMutation({
    mutationFn: async () => {
      const { workspaceId } = await client.auth.acceptInvitation.mutate({ token })
      await client.auth.switchWorkspace.mutate({ workspaceId })
      queryClient.clear()
      router.history.push('/')
    },
  })
  if (signedInAs !== invitation.email) {
    return (
      <Stack gap="md">
        <Text>{t('invitationOtherAccount', { email: signedInAs })}</Text>
        <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending} fullWidth>
          {t('invitationSignOut')}
        </Button>
      </Stack>
    )
  }
  return (
    <Stack gap="md">
      {join.error ? <ErrorNotice error={join.error} /> : null}
      <Button onClick={() => join.mutate()} loading={join.isPending} fullWidth>
        {t('invitationButton')}
      </Button>
    </Stack>
  )
}

function JoinWithNewAccount({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation('signIn')
  const client = useTRPCClient()
  const router = useRouter()
  const enter = useStartSession()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', password: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('nameMissing')),
      password: (value) =>
        isPasswordLongEnough(value) ? null : t('passwordShort', { min: minPasswordLength, max: maxPasswordLength }),
    },
  })
  const join = useMutation({
    mutationFn: async (account: typeof form.values) => {
      await client.auth.acceptInvitation.mutate({ token, account })
      await signIn(invitation.email, account.password)
      await enter()
      router.history.push('/')
    },
    onError: (error) =>
      form.setErrors({ name: fieldErrors(error)['account.name'], password: fieldErrors(error)['account.password'] }),
  })
  return (
    <form className={classes.fields} onSubmit={form.onSubmit((account) => join.mutate(account))} noValidate>
      {join.error ? <ErrorNotice error={join.error} shownElsewhere={['account.name', 'account.password']} /> : null}
      <TextInput label={t('email')} value={invitation.email} readOnly autoComplete="username" />
      <TextInput
        key={form.key('name')}
        label={t('name')}
        autoComplete="name"
        autoFocus
        {...form.getInputProps('name')}
      />
      <NewPasswordField key={form.key('password')} {...form.getInputProps('password')} />
      <Button type="submit" loading={join.isPending} fullWidth mt="xs">
        {t('invitationButton')}
      </Button>
    </form>
  )
}
