import type { AuthDraft } from './auth-draft.ts'

/** The props of the fields of each auth kind. */
export type FieldsProps = {
  draft: AuthDraft
  onChange: (draft: AuthDraft) => void
  /** By path: `auth.token`, `auth.headers[0].name`. */
  errors: Record<string, string | undefined>
}
