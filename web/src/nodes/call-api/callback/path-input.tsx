import { Autocomplete, TextInput, type TextInputProps } from '@mantine/core'

type PathInputProps = Pick<TextInputProps, 'label' | 'aria-label' | 'description' | 'disabled' | 'error' | 'onBlur'> & {
  value: string
  /** Offered while it is typed. */
  paths: readonly string[]
  onChange: (path: string) => void
}

/** A place in a callback, typed or taken from those that are known. */
export function PathInput({ paths, value, onChange, ...rest }: PathInputProps) {
  if (paths.length === 0)
    return <TextInput {...rest} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  return <Autocomplete {...rest} data={[...paths]} value={value} onChange={onChange} />
}
