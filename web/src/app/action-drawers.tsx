import { lazy, type ReactNode, Suspense } from 'react'
import {
  ActionDrawersProvider,
  type ActionDrawers,
  type ConnectionDrawerProps,
  type ExternalActionDrawerProps,
} from '../lib/action-drawers.ts'

const LazyExternalAction = lazy(async () => ({
  default: (await import('../features/external-actions/external-action-drawer.tsx')).ExternalActionDrawer,
}))
const LazyConnection = lazy(async () => ({
  default: (await import('../features/connections/connection-drawer.tsx')).ConnectionDrawer,
}))

// Their code is loaded by the first who opens one.
const drawers: ActionDrawers = {
  ExternalActionDrawer: (props: ExternalActionDrawerProps) => (
    <Suspense>
      <LazyExternalAction {...props} />
    </Suspense>
  ),
  ConnectionDrawer: (props: ConnectionDrawerProps) => (
    <Suspense>
      <LazyConnection {...props} />
    </Suspense>
  ),
}

/** Lets a step's form open the editors of the features it must not know. */
export function WithActionDrawers({ children }: { children: ReactNode }) {
  return <ActionDrawersProvider value={drawers}>{children}</ActionDrawersProvider>
}
