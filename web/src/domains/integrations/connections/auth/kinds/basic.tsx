import { TextInput } from '@mantine/core'
import { defineTexts } from '../../../../../i18n/define-texts.ts'
import { useLocale } from '../../../../../i18n/use-locale.ts'
import { checkRequired, defineAuthForm, type KindFieldsProps } from '../form/define-auth-form.ts'
import { SecretInput } from '../form/secret-input.tsx'

type Values = { username: string; password: string }

const usernameColon = { en: 'A user name cannot contain a colon.', ja: 'ユーザー名にコロンは使えません。' }

const texts = defineTexts({
  en: {
    title: 'User name and password',
    help: 'Sent as HTTP Basic authorization.',
    username: 'User name',
    password: 'Password',
  },
  ja: {
    title: 'ユーザー名とパスワード',
    help: 'HTTP の Basic 認証で送信します。',
    username: 'ユーザー名',
    password: 'パスワード',
  },
})

export const basic = defineAuthForm<'basic', Values>({
  order: 2,
  texts,
  blank: () => ({ username: '', password: '' }),
  valuesOf: ({ username, password }) => ({ username, password }),
  authOf: (values) => ({ kind: 'basic', ...values }),
  check: (values) => ({
    ...checkRequired(values, ['username']),
    ...(values.username.includes(':') && { 'auth.username': usernameColon }),
  }),
  fields: () => ['username', 'password'],
  Fields,
})

function Fields({ values, onChange, errors }: KindFieldsProps<Values>) {
  const text = texts[useLocale()]
  return (
    <>
      <TextInput
        label={text.username}
        value={values.username}
        error={errors['auth.username']}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange({ username: event.currentTarget.value })}
      />
      <SecretInput
        label={text.password}
        value={values.password}
        error={errors['auth.password']}
        onChange={(password) => onChange({ password })}
      />
    </>
  )
}
