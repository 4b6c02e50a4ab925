import { useSessionStorage } from '@mantine/hooks'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../lib/api/trpc.ts'

type Who = 'participant' | 'byHand'

/** The first people of a journey that a search finds. */
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
 * With whom a step is tried: one of the journey's people, or values typed by hand, which is where it begins while there is
 * nobody. What was typed is still there after a reload, in this tab alone.
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
