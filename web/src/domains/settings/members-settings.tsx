import { Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import { hasRole, type Role, roles, useSession } from '../../lib/session/session.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { type DataColumn, DataList } from '../../ui/lists/data-list.tsx'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { Section } from '../../ui/layout/section.tsx'
import { Time } from '../../ui/values/time.tsx'
import { toastDone, toastError } from '../../ui/feedback/toast.ts'
import { Invitations } from './invitations.tsx'
import { MemberMenu } from './member-menu.tsx'
import classes from './settings.module.css'

type Member = Outputs['members']['list'][number]

export function MembersSettings(): ReactNode {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { user, workspace } = useSession()
  const mayAdminister = hasRole(workspace.role, 'admin')
  const members = useQuery(trpc.members.list.queryOptions())
  const refresh = () => queryClient.invalidateQueries(trpc.members.list.queryFilter())

  const changeRole = useMutation(
    trpc.members.changeRole.mutationOptions({
      onSuccess: () => toastDone(t('settings:saved')),
      onError: toastError,
      onSettled: () => Promise.all([refresh(), queryClient.invalidateQueries(trpc.auth.me.queryFilter())]),
    }),
  )

  // A member cannot give or remove a role above their own.
  const mayTouch = (member: Member) => mayAdminister && hasRole(workspace.role, member.role)
  const roleOptions = roles.map((role) => ({
    value: role,
    label: t(`common:role.${role}`),
    disabled: !hasRole(workspace.role, role),
  }))

  const columns: DataColumn<Member>[] = [
    {
      key: 'who',
      header: t('settings:members.who'),
      width: 'minmax(12rem, 2fr)',
      cell: (member) => (
        <span className={classes.who}>
          <span>
            {member.name}
            {member.userId === user.id ? ` (${t('settings:members.you')})` : ''}
          </span>
          <span className={classes.faint}>{member.email}</span>
        </span>
      ),
    },
    {
      key: 'role',
      header: t('settings:members.role'),
      width: '10rem',
      cell: (member) =>
        mayTouch(member) ? (
          <Select
            size="xs"
            aria-label={t('settings:members.roleOf', { name: member.name })}
            data={roleOptions}
            value={member.role}
            onChange={(role) => role && changeRole.mutate({ memberId: member.id, role: role as Role })}
          />
        ) : (
          t(`common:role.${member.role}`)
        ),
    },
    {
      key: 'joined',
      header: t('settings:members.joined'),
      width: '9rem',
      cell: (member) => <Time at={member.joinedAt} as="date" />,
    },
    {
      key: 'actions',
      header: t('settings:members.actions'),
      headerHidden: true,
      width: '3rem',
      align: 'end',
      cell: (member) => (mayTouch(member) && member.userId !== user.id ? <MemberMenu member={member} /> : null),
    },
  ]

  return (
    <div className={classes.columns}>
      <Section title={t('settings:members.title')} text={t('settings:members.text')}>
        {members.data ? (
          <DataList
            label={t('settings:members.title')}
            columns={columns}
            rows={members.data}
            rowKey={(member) => member.id}
            rowHeight={56}
          />
        ) : members.error ? (
          <ErrorNotice error={members.error} onRetry={() => void members.refetch()} />
        ) : (
          <ListSkeleton rows={3} />
        )}
      </Section>
      {mayAdminister ? <Invitations /> : null}
    </div>
  )
}
