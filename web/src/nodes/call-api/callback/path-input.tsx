import { Autocomplete, TextInput, type TextInputProps } from '@mantine/core'

type PathInputProps = Pick<TextInputProps, 'label' | 'aria-label' | 'description' | 'disabled' | 'error' | 'onBlur'> & {
  value: string
  /** Offered while typing. */
  paths: readonly string[]
  onChange: (path: string) => void
}

/** A path in a callback, typed or chosen from the known ones. */
export function PathInput({ paths, value, onChange, ...rest }: PathInputProps) {
  if (paths.length === 0)
    return <TextInput {...rest} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  return <Autocomplete {...rest} data={[...paths]} value={value} onChange={onChange} />
}
