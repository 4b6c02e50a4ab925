import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconLogout, IconSelector } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSession, useSignOut, useSwitchWorkspace } from '../../lib/session/session.ts'
import { LanguageMenu } from '../../ui/menus/language-menu.tsx'
import classes from './sidebar.module.css'
import { ColorSchemeMenu } from '../../ui/menus/color-scheme-menu.tsx'

export function SidebarFooter({ collapsed }: { collapsed: boolean }) {
  const { t } = useTranslation(['shell', 'common'])
  const { user, workspace, workspaces } = useSession()
  const signOut = useSignOut()
  const switchWorkspace = useSwitchWorkspace()
  return (
    <div className={classes.foot}>
      <div className={classes.controls}>
        <LanguageMenu compact={collapsed} />
        <ColorSchemeMenu />
      </div>
      <Menu position="top-start" width={220}>
        <Menu.Target>
          <UnstyledButton className={classes.account} aria-label={t('shell:account', { name: user.name })}>
            <span className={classes.initial} aria-hidden="true">
              {[...workspace.name][0]?.toUpperCase()}
            </span>
            {collapsed ? null : (
              <>
                <span className={classes.who}>
                  <span className={classes.workspace} style={{ display: 'block' }}>
                    {workspace.name}
                  </span>
                  <span className={classes.person} style={{ display: 'block' }}>
                    {user.name}
                  </span>
                </span>
                <IconSelector size={16} stroke={1.5} color="var(--tj-text-muted)" />
              </>
            )}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {user.email}
            <br />
            {t(`common:role.${workspace.role}`)}
          </Menu.Label>
          <Menu.Divider />
          {workspaces.length > 1 ? (
            <>
              <Menu.Label>{t('shell:workspaces')}</Menu.Label>
              {workspaces.map((each) => (
                <Menu.Item
                  key={each.id}
                  role="menuitemradio"
                  aria-checked={each.id === workspace.id}
                  rightSection={each.id === workspace.id ? <IconCheck size={16} stroke={1.5} /> : undefined}
                  onClick={() => switchWorkspace.mutate({ workspaceId: each.id })}
                >
                  {each.name}
                </Menu.Item>
              ))}
              <Menu.Divider />
            </>
          ) : null}
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} />} onClick={() => signOut.mutate()}>
            {t('shell:signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
