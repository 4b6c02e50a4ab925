import type { KnownEndpoint } from '@tabiji/shared/nodes/define-node-kind.ts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { usesEndpoint } from '../../../../nodes/node-view.ts'
import { useEditorState } from './editor-context.tsx'

/** The workspace's event endpoints by id, loaded only if a node refers to one. Null otherwise and while loading. */
export function useEventEndpoints(): ReadonlyMap<string, KnownEndpoint> | null {
  const isAsked = useEditorState(({ document }) => document.nodes.some(usesEndpoint))
  const options = { enabled: isAsked, refetchOnWindowFocus: 'always' } as const
  const { data } = useQuery(useTRPC().events.endpoints.queryOptions(undefined, options))
  return useMemo(() => (data ? new Map(data.map((endpoint) => [endpoint.id, endpoint])) : null), [data])
}
