import { Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './section.module.css'

export type SectionProps = { title: string; text?: ReactNode; actions?: ReactNode; children: ReactNode }

/** A named part of a page, separated by space and a line instead of a box. */
export function Section({ title, text, actions, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={classes.section}>
      <header className={classes.head}>
        <div className={classes.words}>
          <Title order={2} id={id}>
            {title}
          </Title>
          {text ? <Text c="dimmed">{text}</Text> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {children}
    </section>
  )
}
