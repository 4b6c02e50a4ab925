import { Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { BrandMark } from '../../ui/theme/brand-mark.tsx'
import { LanguageMenu } from '../../ui/menus/language-menu.tsx'
import { ColorSchemeMenu } from '../../ui/menus/color-scheme-menu.tsx'
import classes from './auth-page.module.css'
import { AuthPicture } from './auth-picture.tsx'

/** The layout of the pages before sign-in. Language and colour scheme can be chosen here too. */
export function AuthPage({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  useDocumentTitle(`${title} · Tabiji`)
  return (
    <div className={classes.authPage}>
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
          <ColorSchemeMenu />
        </footer>
      </main>
      <div className={classes.picture} aria-hidden="true">
        <AuthPicture />
      </div>
    </div>
  )
}
