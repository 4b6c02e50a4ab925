import { Outlet } from '@tanstack/react-router'
import { Find } from '../nav/find.tsx'

/** What every page behind the door has, with or without the rail. */
export function SignedIn() {
  return (
    <>
      <Outlet />
      <Find />
    </>
  )
}
