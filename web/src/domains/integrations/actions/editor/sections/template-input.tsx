import { TextInput, type TextInputProps } from '@mantine/core'
import { useRef } from 'react'
import type { Finding } from '../draft/draft-findings.ts'
import classes from '../../external-actions.module.css'
import { useInsertInto } from './insert-target.tsx'

export type TemplateInputProps = Omit<TextInputProps, 'value' | 'onChange' | 'error'> & {
  value: string
  onChange: (value: string) => void
  finding?: Finding | undefined
}

/** A one-line input that accepts tokens. */
export function TemplateInput({ value, onChange, finding, ...props }: TemplateInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const onFocus = useInsertInto(input, value, onChange)
  return (
    <TextInput
      ref={input}
      spellCheck={false}
      autoComplete="off"
      {...props}
      classNames={{
        input: classes.mono ?? '',
        ...(finding?.severity === 'warning' && { error: classes.warning ?? '' }),
      }}
      value={value}
      error={finding?.severity === 'warning' ? undefined : finding?.message}
      description={finding?.severity === 'warning' ? finding.message : props.description}
      onFocus={onFocus}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
