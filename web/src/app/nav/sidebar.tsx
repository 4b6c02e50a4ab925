import { ActionIcon, Kbd, Tooltip, UnstyledButton } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconLayoutSidebar, IconSearch } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isMac } from '../../lib/is-mac.ts'
import { BrandMark } from '../../ui/theme/brand-mark.tsx'
import { navItems } from './nav-items.ts'
import classes from './sidebar.module.css'
import { SidebarFooter } from './sidebar-footer.tsx'

export function Sidebar() {
  const { t } = useTranslation(['shell'])
  const [stored, setCollapsed] = useLocalStorage({
    key: 'tabiji.rail-collapsed',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const small = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
  const collapsed = stored || small
  const { pathname } = useLocation()

  return (
    <aside className={classes.sidebar} data-collapsed={collapsed || undefined}>
      <div className={classes.head}>
        <Link to="/journeys" className={classes.brand} aria-label="Tabiji">
          <BrandMark />
          {collapsed ? null : <span className={classes.wordmark}>Tabiji</span>}
        </Link>
        {small ? null : (
          <Tooltip label={t(collapsed ? 'expand' : 'collapse')} position="right">
            <ActionIcon
              aria-label={t(collapsed ? 'expand' : 'collapse')}
              aria-expanded={!collapsed}
              onClick={() => setCollapsed(!collapsed)}
            >
              <IconLayoutSidebar size={18} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>

      <SidebarTooltip label={t('find')} shown={collapsed}>
        <UnstyledButton className={classes.find} onClick={spotlight.open} aria-label={t('findPlaceholder')}>
          <IconSearch size={18} stroke={1.5} />
          {collapsed ? null : (
            <>
              <span className={classes.grow}>{t('find')}</span>
              <Kbd>{isMac() ? '⌘K' : 'Ctrl K'}</Kbd>
            </>
          )}
        </UnstyledButton>
      </SidebarTooltip>

      <nav aria-label={t('nav')} className={classes.nav}>
        {navItems.map(({ text, to, icon: Icon, also = [] }) => (
          <SidebarTooltip key={text} label={t(text)} shown={collapsed}>
            <Link
              to={to}
              className={classes.item}
              activeProps={{ 'data-active': true }}
              data-active={also.some((page) => pathname.startsWith(page)) || undefined}
              aria-label={collapsed ? t(text) : undefined}
            >
              <Icon size={18} stroke={1.5} />
              {collapsed ? null : <span>{t(text)}</span>}
            </Link>
          </SidebarTooltip>
        ))}
      </nav>

      <SidebarFooter collapsed={collapsed} />
    </aside>
  )
}

function SidebarTooltip({ label, shown, children }: { label: string; shown: boolean; children: React.JSX.Element }) {
  return (
    <Tooltip label={label} position="right" disabled={!shown} openDelay={100}>
      {children}
    </Tooltip>
  )
}
