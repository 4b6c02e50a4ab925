import { type ComponentType, createContext, useContext } from 'react'
import type { Outputs } from './api/api-types.ts'

export type SavedExternalAction = Outputs['externalActions']['get']
export type SavedConnection = Outputs['connections']['get']

export type ExternalActionDrawerProps = {
  opened: boolean
  /** Null makes a new one. */
  externalActionId: string | null
  /** The connection of a new one; without it the drawer asks. */
  connectionId?: string
  onSaved: (action: SavedExternalAction) => void
  onClose: () => void
}

/** A connection that was found elsewhere and is not made yet. Its secrets are kept nowhere but here, in memory. */
export type ProposedConnection = { name: string } & Outputs['externalActions']['import']['connection']

export type ConnectionDrawerProps = {
  opened: boolean
  /** What a new one begins with. */
  proposed?: ProposedConnection
  /** Without it the drawer asks what to connect. */
  connector?: SavedConnection['connector'] | undefined
  onSaved: (connection: SavedConnection) => void
  onClose: () => void
}

export type ActionDrawers = {
  ExternalActionDrawer: ComponentType<ExternalActionDrawerProps>
  ConnectionDrawer: ComponentType<ConnectionDrawerProps>
}

const ActionDrawersContext = createContext<ActionDrawers | null>(null)

/** Given by `app/`, so that a node's form can open them without knowing the features they belong to. */
export const ActionDrawersProvider = ActionDrawersContext.Provider

export function useActionDrawers(): ActionDrawers {
  const drawers = useContext(ActionDrawersContext)
  if (!drawers) throw new Error('This needs an ActionDrawersProvider around it')
  return drawers
}
