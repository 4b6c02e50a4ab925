import { Button, Menu, Modal, Text } from '@mantine/core'
import { IconKey, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { ConfirmDialog } from '../../ui/dialogs/confirm-dialog.tsx'
import { RowMenu } from '../../ui/menus/row-menu.tsx'
import { Time } from '../../ui/values/time.tsx'
import classes from './settings.module.css'

type Member = Outputs['members']['list'][number]
type PasswordLink = Outputs['members']['createPasswordLink']
type Action = 'passwordLink' | 'remove'

const icon = { size: 16, stroke: 1.5 }

/** What an admin can do about one member. Each asks first. */
export function MemberMenu({ member }: { member: Member }) {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState<Action | null>(null)
  const [link, setLink] = useState<PasswordLink | null>(null)
  const close = () => setAsking(null)
  const refresh = () => queryClient.invalidateQueries(trpc.members.list.queryFilter())
  const createLink = useMutation(
    trpc.members.createPasswordLink.mutationOptions({
      onSuccess: (created) => {
        close()
        setLink(created)
      },
    }),
  )
  const remove = useMutation(trpc.members.remove.mutationOptions({ onSuccess: close, onSettled: refresh }))
  const doing = { passwordLink: createLink, remove } satisfies Record<Action, unknown>
  const ask = (action: Action) => {
    doing[action].reset()
    setAsking(action)
  }
  const { name } = member
  return (
    <>
      <RowMenu label={t('settings:members.actionsFor', { name })}>
        <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => ask('passwordLink')}>
          {t('settings:members.passwordLink.action')}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => ask('remove')}>
          {t('settings:members.remove')}
        </Menu.Item>
      </RowMenu>
      <ConfirmDialog
        opened={asking === 'passwordLink'}
        title={t('settings:members.passwordLink.title', { name })}
        confirmLabel={t('settings:members.passwordLink.create')}
        busy={createLink.isPending}
        error={createLink.error}
        onConfirm={() => createLink.mutate({ memberId: member.id })}
        onClose={close}
      >
        {t('settings:members.passwordLink.question')}
      </ConfirmDialog>
      <Modal
        opened={link !== null}
        onClose={() => setLink(null)}
        title={t('settings:members.passwordLink.title', { name })}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
        // The link is shown only once.
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        {link ? (
          <div className={classes.once}>
            <Text>
              {t('settings:members.passwordLink.once', { email: link.email })} <Time at={link.expiresAt} />
            </Text>
            <CodeBlock label={t('settings:members.passwordLink.link')} code={link.link} />
            <Button onClick={() => setLink(null)}>{t('common:action.close')}</Button>
          </div>
        ) : null}
      </Modal>
      <ConfirmDialog
        opened={asking === 'remove'}
        title={t('settings:members.removeTitle', { name })}
        confirmLabel={t('settings:members.remove')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ memberId: member.id })}
        onClose={close}
      >
        {t('settings:members.removeQuestion', { name })}
      </ConfirmDialog>
    </>
  )
}
