import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import classes from './search-input.module.css'

export type SearchInputProps = {
  label: string
  value: string
  onChange: (value: string) => void
  /** Leaves room for several filters in the same row. */
  isNarrow?: boolean
}

export function SearchInput({ label, value, onChange, isNarrow = false }: SearchInputProps) {
  return (
    <TextInput
      className={isNarrow ? `${classes.search} ${classes.narrow}` : classes.search}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} stroke={1.5} />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
