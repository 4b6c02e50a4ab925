import type { TestApp } from './test-app.ts'
import { until } from './run-worker.ts'

/** The enrollments of a journey whose step "submit" waits for a callback, in enrollment order. */
export function followCalledPeople(
  app: TestApp,
  emails: readonly string[],
  results: readonly { participantId?: string | undefined }[],
) {
  const look = (email: string) =>
    app.deps.db
      .selectFrom('enrollments as e')
      .innerJoin('participants as p', 'p.id', 'e.participant_id')
      .select(['e.id', 'e.status', 'e.reason', 'e.step_id as stepId', 'e.outputs', 'p.fields'])
      .where('e.participant_id', '=', results[emails.indexOf(email)]!.participantId!)
      .executeTakeFirstOrThrow()
  const ended = (email = emails[0]!) =>
    until(`${email} to end`, async () => {
      const found = await look(email)
      return found.status === 'completed' && found
    })
  const waits = (email = emails[0]!) =>
    until(`${email} to wait for the callback`, async () => (await look(email)).stepId === 'submit/callback')
  return { look, ended, waits }
}
