import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeopleSearch } from './use-test-subject.ts'

type ParticipantPickerProps = { journeyId: string; value: string | null; onChange: (id: string | null) => void }

/** Somebody of the journey, to try a step with. */
export function ParticipantPicker({ journeyId, value, onChange }: ParticipantPickerProps) {
  const { t } = useTranslation('nodes')
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search, 200)
  // What stands in the box after a choice is a name, not a search.
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
