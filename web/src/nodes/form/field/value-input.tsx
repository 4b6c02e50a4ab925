import { NumberInput, Select, TagsInput, MultiSelect, TextInput } from '@mantine/core'
import type { FieldDefinition, FieldType, FieldValue } from '@tabiji/shared/values/field-type.ts'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTimeInput } from '../time/date-time-input.tsx'

export type ValueInputProps = {
  type: FieldType
  options?: FieldDefinition['options'] | undefined
  value: FieldValue | undefined
  onChange: (value: FieldValue | undefined) => void
  label?: string
  'aria-label'?: string
  placeholder?: string
  error?: ReactNode
}

/** An input that fits the type of a field. Empty means no value. */
export function ValueInput({ type, options = [], value, onChange, ...props }: ValueInputProps) {
  const { t } = useTranslation('nodes')
  switch (type) {
    case 'number':
      return (
        <NumberInput
          {...props}
          value={typeof value === 'number' ? value : ''}
          onChange={(number) => onChange(typeof number === 'number' ? number : undefined)}
          hideControls
        />
      )
    case 'boolean':
      return (
        <Select
          {...props}
          data={[
            { value: 'true', label: t('value.yes') },
            { value: 'false', label: t('value.no') },
          ]}
          value={typeof value === 'boolean' ? String(value) : null}
          placeholder={props.placeholder ?? t('value.choose')}
          onChange={(choice) => onChange(choice === null ? undefined : choice === 'true')}
        />
      )
    case 'date':
      return (
        <TextInput
          {...props}
          type="date"
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        />
      )
    case 'dateTime':
      return (
        <DateTimeInput
          {...props}
          value={typeof value === 'string' ? value : null}
          onChange={(at) => onChange(at ?? undefined)}
        />
      )
    case 'select':
      if (options.length === 0) break
      return (
        <Select
          {...props}
          data={options}
          searchable
          value={typeof value === 'string' ? value : null}
          placeholder={props.placeholder ?? t('value.choose')}
          onChange={(choice) => onChange(choice ?? undefined)}
        />
      )
    case 'multiSelect':
      return options.length > 0 ? (
        <MultiSelect {...props} data={options} searchable value={textsOf(value)} onChange={onChange} />
      ) : (
        <TagsInput {...props} value={textsOf(value)} onChange={onChange} />
      )
    case 'list':
      return <TagsInput {...props} value={textsOf(value)} onChange={onChange} />
    default:
      break
  }
  return (
    <TextInput
      {...props}
      type={type === 'email' ? 'email' : type === 'url' ? 'url' : 'text'}
      value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
    />
  )
}

function textsOf(value: FieldValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
