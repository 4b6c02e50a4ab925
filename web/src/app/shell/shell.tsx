import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Sidebar } from '../nav/sidebar.tsx'
import classes from './shell.module.css'

const contentId = 'content'

/** The frame of every page except the editor: sidebar on the left, page beside it. */
export function Shell() {
  const { t } = useTranslation('shell')
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href={`#${contentId}`}>
        {t('skip')}
      </a>
      <Sidebar />
      <main id={contentId} className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  )
}
