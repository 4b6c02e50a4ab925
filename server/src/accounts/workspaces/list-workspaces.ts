import type { Deps } from '../../kernel/deps.ts'
import { listWorkspaces as selectWorkspaces } from './workspace.repository.ts'
import type { Workspace } from './workspace.types.ts'

/** All workspaces of the installation, for the command line. */
export function listWorkspaces(deps: Pick<Deps, 'db'>): Promise<Workspace[]> {
  return selectWorkspaces(deps.db)
}
