import { lazy, type ReactNode, Suspense, useState } from 'react'
import {
  ActionDrawersProvider,
  type ActionDrawers,
  type ConnectionDrawerProps,
  type ExternalActionDrawerProps,
} from '../lib/action-drawers.ts'

const LazyExternalAction = lazy(async () => ({
  default: (await import('../domains/integrations/actions/external-action-drawer.tsx')).ExternalActionDrawer,
}))
const LazyConnection = lazy(async () => ({
  default: (await import('../domains/integrations/connections/wizard/connection-drawer.tsx')).ConnectionDrawer,
}))

// Their code is loaded when a drawer is first opened.
const drawers: ActionDrawers = {
  ExternalActionDrawer: (props: ExternalActionDrawerProps) => (
    <WhenOpened opened={props.opened}>
      <LazyExternalAction {...props} />
    </WhenOpened>
  ),
  ConnectionDrawer: (props: ConnectionDrawerProps) => (
    <WhenOpened opened={props.opened}>
      <LazyConnection {...props} />
    </WhenOpened>
  ),
}

function WhenOpened({ opened, children }: { opened: boolean; children: ReactNode }) {
  const [wasOpened, setWasOpened] = useState(opened)
  if (opened && !wasOpened) setWasOpened(true)
  // Stays mounted afterwards, so that the closing animation is visible.
  return wasOpened ? <Suspense>{children}</Suspense> : null
}

/** Lets a node's form open editors of other domains without importing them. */
export function WithActionDrawers({ children }: { children: ReactNode }) {
  return <ActionDrawersProvider value={drawers}>{children}</ActionDrawersProvider>
}
