import { Outlet } from '@tanstack/react-router'
import { CommandPalette } from '../nav/command-palette.tsx'

/** The common parts of all pages that need sign-in, with or without the sidebar. */
export function SignedInLayout() {
  return (
    <>
      <Outlet />
      <CommandPalette />
    </>
  )
}
