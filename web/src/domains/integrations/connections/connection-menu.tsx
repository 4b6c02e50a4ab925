import { Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconKey,
  IconList,
  IconPencil,
  IconPlugConnected,
  IconPlugOff,
  IconTestPipe,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { MenuItemLink } from '../../../ui/layout/links.tsx'
import { RowMenu } from '../../../ui/menus/row-menu.tsx'
import { type Connection, lacksCredentials } from './health/connection-health.ts'
import classes from './connections.module.css'
import { DeleteConnection } from './delete-connection.tsx'
import { RevokeConnection } from './authorization/revoke-connection.tsx'
import { TestConnection } from './testing/test-connection.tsx'
import { useAuthorize } from './authorization/use-authorize.tsx'

export type ConnectionMenuProps = {
  connection: Connection
  /** True on the connection's own page: then the menu has no link to it, and a delete leaves the page. */
  onPage?: boolean
  onDeleted?: () => void
}

export function ConnectionMenu({ connection, onPage = false, onDeleted }: ConnectionMenuProps) {
  const { t } = useTranslation('connections')
  const mayChange = useHasRole('admin')
  const mayTest = useHasRole('editor')
  const [deleting, deletion] = useDisclosure(false)
  const [revoking, revocation] = useDisclosure(false)
  const [testing, test] = useDisclosure(false)
  const authorize = useAuthorize(connection)
  const { id, name, state, auth } = connection
  const icon = { size: 16, stroke: 1.5 }
  return (
    <>
      <RowMenu label={t('actionsOf', { name })}>
        {onPage ? null : (
          <MenuItemLink
            to="/connections/$connectionId"
            params={{ connectionId: id }}
            leftSection={<IconPencil {...icon} />}
          >
            {t('menu.open')}
          </MenuItemLink>
        )}
        {mayTest ? (
          <Menu.Item leftSection={<IconTestPipe {...icon} />} onClick={test.open}>
            {t('menu.test')}
          </Menu.Item>
        ) : null}
        <MenuItemLink
          to="/activity/callouts"
          search={{ connectionId: id }}
          leftSection={<IconList {...icon} />}
          rightSection={
            connection.failuresLast24h > 0 ? (
              <span className={classes.menuCount}>{t('failuresCount', { count: connection.failuresLast24h })}</span>
            ) : null
          }
        >
          {t('menu.callouts')}
        </MenuItemLink>
        {mayChange ? (
          <>
            <Menu.Divider />
            {state === 'authorized' ? (
              <>
                {auth.kind === 'none' ? null : (
                  <MenuItemLink
                    to="/connections/$connectionId"
                    params={{ connectionId: id }}
                    hash="authorization"
                    leftSection={<IconKey {...icon} />}
                  >
                    {t('menu.replace')}
                  </MenuItemLink>
                )}
                <Menu.Item leftSection={<IconPlugOff {...icon} />} onClick={revocation.open}>
                  {t('menu.revoke')}
                </Menu.Item>
              </>
            ) : lacksCredentials(connection) ? (
              <MenuItemLink
                to="/connections/$connectionId"
                params={{ connectionId: id }}
                hash="authorization"
                leftSection={<IconKey {...icon} />}
              >
                {t('menu.enter')}
              </MenuItemLink>
            ) : (
              <Menu.Item leftSection={<IconPlugConnected {...icon} />} onClick={authorize.start}>
                {t(state === 'unauthorized' ? 'menu.authorize' : 'menu.reauthorize')}
              </Menu.Item>
            )}
            <Menu.Item color="var(--tj-danger)" leftSection={<IconTrash {...icon} />} onClick={deletion.open}>
              {t('menu.delete')}
            </Menu.Item>
          </>
        ) : null}
      </RowMenu>
      <DeleteConnection connection={connection} opened={deleting} onClose={deletion.close} onDeleted={onDeleted} />
      <RevokeConnection connection={connection} opened={revoking} onClose={revocation.close} />
      <TestConnection connection={connection} opened={testing} onClose={test.close} />
      {authorize.dialog}
    </>
  )
}
