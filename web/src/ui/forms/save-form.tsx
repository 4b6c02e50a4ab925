import { Button } from '@mantine/core'
import { type ReactNode, useContext, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../feedback/error-notice.tsx'
import { FormGuardContext } from './form-guard-context.ts'
import classes from './save-form.module.css'
import { UnsavedChangesGuard } from './unsaved-changes-guard.tsx'
import type { SaveFormState } from './use-save-form.ts'

export type SaveFormProps = {
  state: Pick<SaveFormState, 'submit' | 'isSaving' | 'error' | 'pathsAtFields'> & { form: { isDirty: () => boolean } }
  submitLabel: string
  /** For a form of existing values: the button stays disabled until the user changes one. */
  savesChanges?: boolean
  /** Adds a cancel button, which discards without asking. */
  onCancel?: () => void
  /** Replaces the buttons for users who may not save. */
  readOnlyNote?: ReactNode
  /** Fields and button in one line. */
  inline?: boolean
  children: ReactNode
}

/** The fields of a form with its error and its buttons. Asks before its changes are lost. */
export function SaveForm({
  state,
  submitLabel,
  savesChanges = false,
  onCancel,
  readOnlyNote,
  inline = false,
  children,
}: SaveFormProps) {
  const { t } = useTranslation()
  const guard = useContext(FormGuardContext)
  const { isDirty } = state.form
  useEffect(() => {
    if (!guard) return
    guard.current = isDirty
    return () => {
      guard.current = () => false
    }
  }, [guard, isDirty])
  const submit = (
    <Button type="submit" loading={state.isSaving} disabled={savesChanges && !isDirty()}>
      {submitLabel}
    </Button>
  )
  return (
    <form
      className={classes.form}
      data-in-dialog={guard !== null || undefined}
      data-inline={inline || undefined}
      noValidate
      onSubmit={(event) => {
        // React events bubble through portals: without this, a form around the dialog would be submitted too.
        event.stopPropagation()
        state.submit(event)
      }}
    >
      {state.error ? <ErrorNotice error={state.error} shownElsewhere={state.pathsAtFields} /> : null}
      {inline ? (
        <div className={classes.line}>
          {children}
          {submit}
        </div>
      ) : (
        <>
          {children}
          {readOnlyNote ?? (
            <div className={classes.buttons}>
              {onCancel ? (
                <Button variant="default" onClick={onCancel}>
                  {t('action.cancel')}
                </Button>
              ) : null}
              {submit}
            </div>
          )}
        </>
      )}
      <UnsavedChangesGuard dirty={isDirty} />
    </form>
  )
}
