import { TextInput } from '@mantine/core'
import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { defineTexts } from '../../../../../i18n/define-texts.ts'
import { useLocale } from '../../../../../i18n/use-locale.ts'
import classes from '../../connections.module.css'
import { AdvancedFields } from '../form/advanced-fields.tsx'
import { checkRequired, defineAuthForm, type KindFieldsProps } from '../form/define-auth-form.ts'
import { SecretInput } from '../form/secret-input.tsx'

type Values = Omit<AuthOf<'bearer'>, 'kind'>

const texts = defineTexts({
  en: {
    title: 'Bearer token',
    help: 'Sent as “Authorization: Bearer …”. The most common kind.',
    token: 'Token',
    more: 'Other header or prefix',
    header: 'Header',
    prefix: 'Word before the token',
  },
  ja: {
    title: 'Bearer トークン',
    help: '「Authorization: Bearer …」として送信します。最も一般的な方式です。',
    token: 'トークン',
    more: '別のヘッダーや接頭語を使う',
    header: 'ヘッダー',
    prefix: 'トークンの前の語',
  },
})

export const bearer = defineAuthForm<'bearer', Values>({
  order: 4,
  texts,
  blank: () => ({ token: '', header: 'Authorization', prefix: 'Bearer' }),
  valuesOf: ({ kind: _, ...values }) => values,
  authOf: (values) => ({ kind: 'bearer', ...values, header: values.header.trim() || 'Authorization' }),
  check: (values) => checkRequired(values, ['token']),
  fields: () => ['token', 'header', 'prefix'],
  Fields,
})

function Fields({ values, onChange, errors }: KindFieldsProps<Values>) {
  const text = texts[useLocale()]
  const { token, header, prefix } = values
  const isUnusual = header !== 'Authorization' || prefix !== 'Bearer'
  return (
    <>
      <SecretInput
        label={text.token}
        value={token}
        error={errors['auth.token']}
        onChange={(next) => onChange({ token: next })}
      />
      <AdvancedFields label={text.more} opened={isUnusual} names={['header', 'prefix']} errors={errors}>
        <div className={classes.pair}>
          <TextInput
            label={text.header}
            value={header}
            error={errors['auth.header']}
            spellCheck={false}
            onChange={(event) => onChange({ header: event.currentTarget.value })}
          />
          <TextInput
            label={text.prefix}
            value={prefix}
            error={errors['auth.prefix']}
            spellCheck={false}
            onChange={(event) => onChange({ prefix: event.currentTarget.value })}
          />
        </div>
      </AdvancedFields>
    </>
  )
}
