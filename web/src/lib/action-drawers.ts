import { type ComponentType, createContext, useContext } from 'react'
import type { Outputs } from './api/api-types.ts'

export type SavedExternalAction = Outputs['externalActions']['get']
export type SavedConnection = Outputs['connections']['get']

export type ExternalActionDrawerProps = {
  opened: boolean
  /** Null creates a new one. */
  externalActionId: string | null
  /** The connection of a new one; when absent, the drawer asks. */
  connectionId?: string
  onSaved: (action: SavedExternalAction) => void
  onClose: () => void
}

/** A connection from an import that is not created yet. Its secrets exist only here, in memory. */
export type ProposedConnection = { name: string } & Outputs['externalActions']['import']['connection']

export type ConnectionDrawerProps = {
  opened: boolean
  /** The initial values of a new one. */
  proposed?: ProposedConnection
  /** When absent, the drawer asks for the connector. */
  connector?: SavedConnection['connector'] | undefined
  onSaved: (connection: SavedConnection) => void
  onClose: () => void
}

export type ActionDrawers = {
  ExternalActionDrawer: ComponentType<ExternalActionDrawerProps>
  ConnectionDrawer: ComponentType<ConnectionDrawerProps>
}

const ActionDrawersContext = createContext<ActionDrawers | null>(null)

/** Provided by `app/`, so that a node's form can open the drawers without importing their domains. */
export const ActionDrawersProvider = ActionDrawersContext.Provider

export function useActionDrawers(): ActionDrawers {
  const drawers = useContext(ActionDrawersContext)
  if (!drawers) throw new Error('This needs an ActionDrawersProvider around it')
  return drawers
}
