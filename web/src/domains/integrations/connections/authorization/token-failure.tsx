import { Time } from '../../../../ui/values/time.tsx'
import type { Connection } from '../health/connection-health.ts'

/** Why the last request for an access token failed, in the server's words. */
export function AccessTokenFailure({ connection }: { connection: Connection }) {
  const failure = connection.accessToken?.failure
  if (!failure) return null
  return (
    <p>
      {failure.message} (<Time at={failure.at} as="relative" />)
    </p>
  )
}
