import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import type { PathRecords } from './build-path.ts'

export type Records = PathRecords & { error: unknown }

/** The server's largest page: a path that made more calls than this shows the newest. */
const limit = 200

/** What the steps of a participant did outside. Asked for together with the participant, and travelling with it. */
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
