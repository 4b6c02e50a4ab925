import { Autocomplete, TextInput } from '@mantine/core'
import type { AddressField } from '@tabiji/shared/connectors/define-connector.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import classes from './address-part-input.module.css'

export type AddressPartInputProps = {
  field: AddressField
  value: string
  error?: string | undefined
  onChange: (value: string) => void
  /** Called on blur, for example to cut a pasted whole address down to the part. */
  onDone: (typed: string) => void
}

/** Input for a customer-specific part of a product's address. */
export function AddressPartInput({ field, value, error, onChange, onDone }: AddressPartInputProps) {
  const locale = useLocale()
  const { options } = field
  const shared = {
    label: field.label[locale],
    description: field.help[locale],
    placeholder: field.placeholder,
    error,
    spellCheck: false,
    autoComplete: 'off',
  }
  if (!options)
    return (
      <TextInput
        {...shared}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={(event) => onDone(event.currentTarget.value)}
      />
    )
  return (
    <Autocomplete
      {...shared}
      value={value}
      data={options.map((option) => option.value)}
      // The opened list shows all options, also when one is selected.
      filter={({ options: all, search }) =>
        options.some((option) => option.value === search)
          ? all
          : all.filter((item) => 'value' in item && matches(options, item.value, search))
      }
      renderOption={({ option }) => (
        <span className={classes.option}>
          {options.find((each) => each.value === option.value)?.label[locale]}
          <span className={classes.value}>{option.value}</span>
        </span>
      )}
      maxDropdownHeight={320}
      onChange={onChange}
    />
  )
}

function matches(options: NonNullable<AddressField['options']>, value: string, search: string): boolean {
  const wanted = search.trim().toLowerCase()
  const label = options.find((option) => option.value === value)?.label
  return [value, label?.en, label?.ja].some((text) => text?.toLowerCase().includes(wanted))
}
