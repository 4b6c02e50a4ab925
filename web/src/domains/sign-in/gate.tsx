import { Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { BrandMark } from '../../ui/theme/brand.tsx'
import { LanguageMenu } from '../../ui/menus/language-menu.tsx'
import { SchemeMenu } from '../../ui/menus/scheme-menu.tsx'
import classes from './gate.module.css'
import { GatePicture } from './gate-picture.tsx'

/** The frame of the pages before the door. Language and scheme can be chosen here already. */
export function Gate({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  useDocumentTitle(`${title} · Tabiji`)
  return (
    <div className={classes.gate}>
      <main className={classes.side}>
        <div className={classes.brand}>
          <BrandMark size={28} />
          <span className={classes.wordmark}>Tabiji</span>
        </div>
        <div className={classes.form}>
          <header className={classes.head}>
            <Title order={1}>{title}</Title>
            {text ? <Text c="dimmed">{text}</Text> : null}
          </header>
          {children}
        </div>
        <footer className={classes.foot}>
          <LanguageMenu />
          <SchemeMenu />
        </footer>
      </main>
      <div className={classes.picture} aria-hidden="true">
        <GatePicture />
      </div>
    </div>
  )
}
