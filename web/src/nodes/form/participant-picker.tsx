import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeopleSearch } from './use-test-subject.ts'

type ParticipantPickerProps = { journeyId: string; value: string | null; onChange: (id: string | null) => void }

/** Chooses a participant of the journey for a test. */
export function ParticipantPicker({ journeyId, value, onChange }: ParticipantPickerProps) {
  const { t } = useTranslation('nodes')
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search, 200)
  // After a choice, the box holds a name, not a search.
  const found = usePeopleSearch(journeyId, q)
  const people = [
    ...new Map(
      (found.data?.items ?? []).map((person) => [
        person.participantId,
        { value: person.participantId, label: person.email || person.key },
      ]),
    ).values(),
  ]
  return (
    <Select
      aria-label={t('callApi.test.participant')}
      placeholder={t('callApi.test.choose')}
      data={people}
      value={value}
      searchable
      clearable
      filter={({ options }) => options}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={found.isPending ? undefined : t('callApi.test.nobody')}
      onChange={onChange}
    />
  )
}
