import { Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './page-header.module.css'

export type PageHeaderProps = {
  title: string
  /** A small link back, above the title. */
  back?: ReactNode
  description?: ReactNode
  /** Badges beside the title. */
  beside?: ReactNode
  /** Buttons on the right, the main one last. */
  actions?: ReactNode
}

export function PageHeader({ title, back, description, beside, actions }: PageHeaderProps) {
  useDocumentTitle(`${title} · Tabiji`)
  return (
    <header className={classes.header}>
      {back ? <div className={classes.back}>{back}</div> : null}
      <div className={classes.row}>
        <div className={classes.title}>
          <Title order={1}>{title}</Title>
          {beside}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
      {description ? (
        <Text c="dimmed" className={classes.description}>
          {description}
        </Text>
      ) : null}
    </header>
  )
}
