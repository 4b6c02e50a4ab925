import { Select } from '@mantine/core'
import type { AuthKindName } from '@tabiji/shared/auth/auth.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import classes from '../connections.module.css'
import { type AuthDraft, changeAuthKind, changeAuthValues } from './auth-draft.ts'
import { authFormOf, authKindsInOrder } from './auth-forms.ts'

export type AuthFieldsProps = {
  draft: AuthDraft
  onChange: (draft: AuthDraft) => void
  /** By path: `auth.token`, `auth.headers[0].name`. */
  errors: Record<string, string | undefined>
  kinds?: readonly AuthKindName[]
}

export function AuthFields({ draft, onChange, errors, kinds = authKindsInOrder }: AuthFieldsProps) {
  const { t } = useTranslation('connections')
  const locale = useLocale()
  const { kind } = draft
  const { Fields, texts } = authFormOf(kind)
  return (
    <div className={classes.form}>
      {kinds.length > 1 ? (
        <Select
          label={t('auth.kindLabel')}
          description={texts[locale].help}
          data={kinds.map((each) => ({ value: each, label: authFormOf(each).texts[locale].title }))}
          value={kind}
          error={errors['auth.kind']}
          onChange={(next) => onChange(changeAuthKind(draft, next as AuthKindName))}
        />
      ) : null}
      <Fields
        key={kind}
        values={draft.values[kind]}
        errors={errors}
        onChange={(patch) => onChange(changeAuthValues(draft, kind, patch))}
      />
    </div>
  )
}
