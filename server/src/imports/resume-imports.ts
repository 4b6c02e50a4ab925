import type { Deps } from '../deps.ts'
import { listRunningImports } from './import.repository.ts'

/** For the start of a worker and the sweeper: whatever is under way has a job, also when its worker was killed. */
export async function resumeImports(deps: Pick<Deps, 'db' | 'queue'>): Promise<void> {
  for (const importId of await listRunningImports(deps.db))
    await deps.queue.send('import', { importId }, { singletonKey: importId })
}
