import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'

/** The text of a search field, and the same text 200 ms after the last key, for the server. */
export function useListSearch(): { typed: string; setTyped: (typed: string) => void; search: string } {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 200)
  return { typed, setTyped, search }
}
