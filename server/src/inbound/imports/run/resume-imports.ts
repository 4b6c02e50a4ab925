import type { Deps } from '../../../kernel/deps.ts'
import { listStalledImports } from '../import.repository.ts'

/**
 * For the heartbeat of the workers: an import whose worker was killed gets another job. Each chunk is a sign of life, so one that
 * is only slow is left alone; taken over too early it would lose nothing but time.
 */
export async function resumeImports(deps: Pick<Deps, 'db' | 'queue' | 'clock'>, silentMs: number): Promise<void> {
  const since = new Date(deps.clock.now().getTime() - silentMs)
  for (const importId of await listStalledImports(deps.db, since))
    await deps.queue.send('import', { importId }, { singletonKey: importId })
}
