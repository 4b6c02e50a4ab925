import { Select, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import { hasRole, type Role, roles, useSession } from '../../lib/session/session.ts'
import { useTRPC, useTRPCClient } from '../../lib/api/trpc.ts'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { ConfirmButton } from '../../ui/dialogs/confirm-button.tsx'
import { type DataColumn, DataList } from '../../ui/lists/data-list.tsx'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { SaveForm } from '../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../ui/forms/use-save-form.ts'
import { Section } from '../../ui/layout/section.tsx'
import { Time } from '../../ui/values/time.tsx'
import { toastError } from '../../ui/feedback/toast.ts'
import classes from './settings.module.css'

type Invitation = Outputs['members']['invitations'][number]

export function Invitations() {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const { workspace } = useSession()
  const invitations = useQuery(trpc.members.invitations.queryOptions())
  const refresh = () => queryClient.invalidateQueries(trpc.members.invitations.queryFilter())

  const invite = useSaveForm({
    initialValues: { email: '', role: 'editor' as Role },
    validate: { email: (value) => (value.includes('@') ? null : t('settings:invitations.emailWrong')) },
    save: (values) => client.members.invite.mutate(values),
    onSaved: () => {
      form.reset()
      return refresh()
    },
  })
  const { form, saved: invited } = invite
  const cancel = useMutation(trpc.members.cancelInvitation.mutationOptions({ onError: toastError, onSettled: refresh }))

  const columns: DataColumn<Invitation>[] = [
    {
      key: 'email',
      header: t('settings:invitations.email'),
      width: 'minmax(12rem, 2fr)',
      cell: (invitation) => invitation.email,
    },
    {
      key: 'role',
      header: t('settings:members.role'),
      width: '10rem',
      cell: (invitation) => t(`common:role.${invitation.role}`),
    },
    {
      key: 'expires',
      header: t('settings:invitations.expires'),
      width: '9rem',
      cell: (invitation) => <Time at={invitation.expiresAt} as="date" />,
    },
    {
      key: 'actions',
      header: t('settings:members.actions'),
      headerHidden: true,
      width: '7rem',
      align: 'end',
      cell: (invitation) => (
        <ConfirmButton
          size="xs"
          question={t('settings:invitations.cancelQuestion', { email: invitation.email })}
          confirmLabel={t('settings:invitations.cancel')}
          onConfirm={() => cancel.mutate({ id: invitation.id })}
        >
          {t('settings:invitations.cancel')}
        </ConfirmButton>
      ),
    },
  ]

  return (
    <Section title={t('settings:invitations.title')} text={t('settings:invitations.text')}>
      <SaveForm state={invite} inline submitLabel={t('settings:invitations.button')}>
        <TextInput
          label={t('settings:invitations.email')}
          type="email"
          autoComplete="off"
          w="20rem"
          {...form.getInputProps('email')}
        />
        <Select
          label={t('settings:members.role')}
          w="10rem"
          data={roles.map((role) => ({
            value: role,
            label: t(`common:role.${role}`),
            disabled: !hasRole(workspace.role, role),
          }))}
          {...form.getInputProps('role')}
        />
      </SaveForm>
      {invited ? (
        <div className={classes.once} role="status">
          <Text>{t('settings:invitations.linkText', { email: invited.invitation.email })}</Text>
          <CodeBlock label={t('settings:invitations.link')} code={invited.link} />
        </div>
      ) : null}
      {invitations.data ? (
        invitations.data.length > 0 ? (
          <DataList
            label={t('settings:invitations.title')}
            columns={columns}
            rows={invitations.data}
            rowKey={(invitation) => invitation.id}
          />
        ) : null
      ) : invitations.error ? (
        <ErrorNotice error={invitations.error} onRetry={() => void invitations.refetch()} />
      ) : (
        <ListSkeleton rows={2} />
      )}
    </Section>
  )
}
