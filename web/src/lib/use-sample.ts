import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Inputs, Outputs } from './api/api-types.ts'
import { useTRPC } from './api/trpc.ts'

export type Sample = NonNullable<Outputs['externalActions']['sample']>
export type SampleReply = Inputs['externalActions']['keepSample']['reply']

/** The sample reply of an external action, with functions to change it. */
export function useSample(externalActionId: string | undefined) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const id = externalActionId ?? ''
  const key = trpc.externalActions.sample.queryKey({ id })
  const { data } = useQuery(
    trpc.externalActions.sample.queryOptions({ id }, { enabled: externalActionId !== undefined, staleTime: 10_000 }),
  )
  const keep = useMutation(
    trpc.externalActions.keepSample.mutationOptions({
      onSuccess: (sample, { id: keptOf }) =>
        queryClient.setQueryData(trpc.externalActions.sample.queryKey({ id: keptOf }), sample),
    }),
  )
  const forget = useMutation(
    trpc.externalActions.forgetSample.mutationOptions({ onSuccess: () => queryClient.setQueryData(key, null) }),
  )
  return { sample: data ?? null, keep, forget }
}

/** Whether this reply is already stored as the sample. */
export function isKept(sample: Sample | null, reply: { body: string; status: number }): boolean {
  return sample !== null && sample.reply.body === reply.body && sample.reply.status === reply.status
}
