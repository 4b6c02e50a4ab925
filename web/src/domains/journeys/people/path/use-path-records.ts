import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import type { PathRecords } from './build-path.ts'

export type Records = PathRecords & { error: unknown }

/** The server's largest page. A path with more calls shows the newest. */
const limit = 200

/** The outside effects of a participant's steps. Requested together with the participant, in one batch. */
export function usePathRecords(
  of: { journeyId: string; participantId: string },
  refetchInterval: number | false,
): Records {
  const trpc = useTRPC()
  const callouts = useQuery(trpc.callouts.list.queryOptions({ ...of, limit }, { refetchInterval }))
  const mails = useQuery(trpc.mails.list.queryOptions({ ...of, limit }, { refetchInterval }))
  const ctas = useQuery(trpc.ctas.list.queryOptions({ ...of, limit }, { refetchInterval }))
  const responses = useQuery(trpc.surveys.responses.queryOptions({ ...of, limit }, { refetchInterval }))
  return {
    callouts: callouts.data?.items ?? [],
    mails: mails.data?.items ?? [],
    ctas: ctas.data?.items ?? [],
    responses: responses.data?.items ?? [],
    error: callouts.error ?? mails.error ?? ctas.error ?? responses.error,
  }
}
