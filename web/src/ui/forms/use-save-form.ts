import { type FormValidateInput, useForm, type UseFormReturnType } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { issuesOf } from '../../lib/api/api-error.ts'

export type SaveFormOptions<Values extends Record<string, unknown>, Saved> = {
  /** Read once. Refetched data does not overwrite what the user has typed. */
  initialValues: Values
  validate?: FormValidateInput<Values>
  save: (values: Values) => Promise<Saved>
  /** Runs when the form counts as unchanged again, so it may close the dialog or leave the page. */
  onSaved?: (saved: Saved) => unknown
  /** Replaces the server's messages of some fields. */
  errorsOf?: (error: unknown, values: Values) => Record<string, string>
}

export type SaveFormState<Values extends Record<string, unknown> = Record<string, unknown>, Saved = unknown> = {
  form: UseFormReturnType<Values>
  submit: (event: React.FormEvent<HTMLFormElement>) => void
  isSaving: boolean
  /** Of the last save, until the user changes a value. */
  error: unknown
  /** Paths of the issues that stand at a field. */
  pathsAtFields: readonly string[]
  /** What the last save returned. */
  saved: Saved | undefined
}

/** A form with one save: validates, sends, and puts the server's issues at their fields. `SaveForm` shows it. */
export function useSaveForm<Values extends Record<string, unknown>, Saved>({
  initialValues,
  validate = {},
  save,
  onSaved,
  errorsOf,
}: SaveFormOptions<Values, Saved>): SaveFormState<Values, Saved> {
  const mutation = useMutation({
    mutationFn: save,
    onSuccess: async (saved) => {
      form.resetDirty()
      await onSaved?.(saved)
    },
    onError: (error, values) => {
      const errors = { ...errorsByField(error, Object.keys(initialValues)), ...errorsOf?.(error, values) }
      form.setErrors(errors)
      focusFirst(errors)
    },
  })
  const form: UseFormReturnType<Values> = useForm<Values>({
    // Distinguishes the fields of several forms on one page. Mantine refuses the underscores of React's ids.
    name: useId().replaceAll('_', '-'),
    initialValues,
    validate,
    onValuesChange: () => {
      if (mutation.isError) mutation.reset()
    },
  })
  const focusFirst = (errors: Record<string, unknown>) => {
    const first = Object.keys(initialValues).find((field) => errors[field])
    if (first !== undefined) form.getInputNode(first)?.focus()
  }
  return {
    form,
    submit: form.onSubmit((values) => mutation.mutate(values), focusFirst),
    isSaving: mutation.isPending,
    error: mutation.error,
    pathsAtFields: issuesOf(mutation.error).flatMap(({ path }) =>
      fieldOf(path, Object.keys(initialValues)) === undefined ? [] : [path],
    ),
    saved: mutation.data,
  }
}

/** The first message of each field. `emails[2]` is an issue of the field `emails`. */
export function errorsByField(error: unknown, fields: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { path, message } of issuesOf(error)) {
    const field = fieldOf(path, fields)
    if (field !== undefined) errors[field] ??= message
  }
  return errors
}

function fieldOf(path: string, fields: readonly string[]): string | undefined {
  return fields.find((field) => path === field || path.startsWith(`${field}[`) || path.startsWith(`${field}.`))
}
