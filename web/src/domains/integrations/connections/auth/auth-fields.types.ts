import type { AuthDraft } from './auth-draft.ts'

/** What the fields of each kind of authorization take. */
export type FieldsProps = {
  draft: AuthDraft
  onChange: (draft: AuthDraft) => void
  /** By path: `auth.token`, `auth.headers[0].name`. */
  errors: Record<string, string | undefined>
}
