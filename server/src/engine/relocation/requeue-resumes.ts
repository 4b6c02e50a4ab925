import type { Deps } from '../../kernel/deps.ts'
import { listStalledResumes } from './journey-resume.repository.ts'

/** For the heartbeat of the workers: a resume whose worker died, or whose job was lost, gets another job. */
export async function requeueResumes(deps: Pick<Deps, 'db' | 'queue' | 'clock'>, silentMs: number): Promise<void> {
  const since = new Date(deps.clock.now().getTime() - silentMs)
  for (const journeyId of await listStalledResumes(deps.db, since))
    await deps.queue.send('resume', { journeyId }, { singletonKey: journeyId })
}
