import { Outlet } from '@tanstack/react-router'
import { CommandPalette } from '../nav/command-palette.tsx'

/** What every page behind the door has, with or without the rail. */
export function SignedInLayout() {
  return (
    <>
      <Outlet />
      <CommandPalette />
    </>
  )
}
