import { TextInput, type TextInputProps } from '@mantine/core'
import type { KindFieldsProps } from './define-auth-form.ts'

export type AuthTextProps<Name extends string> = Omit<KindFieldsProps<Record<Name, string>>, 'onChange'> & {
  name: Name
  onChange: (patch: Record<Name, string>) => void
} & Pick<TextInputProps, 'label' | 'description' | 'placeholder'>

/** A text input for a value that is not secret. */
export function AuthText<Name extends string>({ name, values, errors, onChange, ...input }: AuthTextProps<Name>) {
  return (
    <TextInput
      {...input}
      value={values[name]}
      error={errors[`auth.${name}`]}
      inputMode={name.endsWith('Url') ? 'url' : undefined}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onChange({ [name]: event.currentTarget.value } as Record<Name, string>)}
    />
  )
}
