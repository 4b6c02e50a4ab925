import type { Deps } from '../../kernel/deps.ts'
import { listSilentResumes } from './journey-resume.repository.ts'

/** For the pulse of the workers: a resume whose worker died, or whose job was lost, gets another job. */
export async function wakeResumes(deps: Pick<Deps, 'db' | 'queue' | 'clock'>, silentMs: number): Promise<void> {
  const since = new Date(deps.clock.now().getTime() - silentMs)
  for (const journeyId of await listSilentResumes(deps.db, since))
    await deps.queue.send('resume', { journeyId }, { singletonKey: journeyId })
}
