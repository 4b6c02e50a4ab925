import type { ReactNode } from 'react'
import classes from './page.module.css'

/** The frame of every page beside the sidebar. `narrow` limits the line length, for forms. */
export function Page({ children, width = 'wide' }: { children: ReactNode; width?: 'wide' | 'narrow' }) {
  return <div className={width === 'narrow' ? `${classes.page} ${classes.narrow}` : classes.page}>{children}</div>
}
