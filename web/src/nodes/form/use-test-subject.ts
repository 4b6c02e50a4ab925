import { useSessionStorage } from '@mantine/hooks'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../lib/api/trpc.ts'

type Who = 'participant' | 'byHand'

/** The first participants of a journey that match a search. */
export function usePeopleSearch(journeyId: string, q = '') {
  const trpc = useTRPC()
  return useQuery(
    trpc.participants.list.queryOptions(
      { journeyId, limit: 20, ...(q ? { q } : {}) },
      { placeholderData: keepPreviousData },
    ),
  )
}

/**
 * The subject of a test: a participant of the journey, or typed values, which is the default while there are no
 * participants. Typed values survive a reload, in this tab only.
 */
export function useTestSubject(journeyId: string, nodeId: string) {
  const [chosen, setChosen] = useState<Who | null>(null)
  const [participantId, setParticipantId] = useState<string | null>(null)
  const [typed, setTyped] = useSessionStorage<FieldValues>({
    key: `tabiji:test-values:${journeyId}:${nodeId}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  })
  const people = usePeopleSearch(journeyId)
  const usual: Who = people.data?.items.length === 0 ? 'byHand' : 'participant'
  return {
    who: chosen ?? usual,
    setWho: (who: string) => setChosen(who === 'byHand' ? 'byHand' : 'participant'),
    participantId,
    setParticipantId,
    typed,
    setTyped,
  }
}
