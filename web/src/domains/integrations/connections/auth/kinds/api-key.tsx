import { Select, TextInput } from '@mantine/core'
import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { defineTexts } from '../../../../../i18n/define-texts.ts'
import { useLocale } from '../../../../../i18n/use-locale.ts'
import classes from '../../connections.module.css'
import { checkRequired, defineAuthForm, type KindFieldsProps } from '../form/define-auth-form.ts'
import { SecretInput } from '../form/secret-input.tsx'

type Values = Omit<AuthOf<'apiKey'>, 'kind'>

const texts = defineTexts({
  en: {
    title: 'API key',
    help: 'One named value, in a header or in the address.',
    in: 'Sent in',
    inHeader: 'A header',
    inQuery: 'The address (query)',
    name: 'Name',
    nameHelp: 'As the service calls it, such as X-API-Key.',
    value: 'API key',
  },
  ja: {
    title: 'API キー',
    help: '名前の付いた値を 1 つ、ヘッダーまたはアドレスで送信します。',
    in: '送信場所',
    inHeader: 'ヘッダー',
    inQuery: 'アドレス（クエリ）',
    name: '名前',
    nameHelp: 'X-API-Key など、サービスが定める名前です。',
    value: 'API キー',
  },
})

export const apiKey = defineAuthForm<'apiKey', Values>({
  order: 3,
  texts,
  blank: () => ({ name: 'X-API-Key', value: '', in: 'header' }),
  valuesOf: ({ kind: _, ...values }) => values,
  authOf: (values) => ({ kind: 'apiKey', ...values, name: values.name.trim() }),
  check: (values) => checkRequired(values, ['name', 'value']),
  fields: () => ['name', 'value'],
  Fields,
})

function Fields({ values, onChange, errors }: KindFieldsProps<Values>) {
  const text = texts[useLocale()]
  return (
    <>
      <div className={classes.pair}>
        <Select
          label={text.in}
          data={[
            { value: 'header', label: text.inHeader },
            { value: 'query', label: text.inQuery },
          ]}
          value={values.in}
          onChange={(place) => onChange({ in: place === 'query' ? 'query' : 'header' })}
        />
        <TextInput
          label={text.name}
          value={values.name}
          error={errors['auth.name']}
          spellCheck={false}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </div>
      <span className={classes.hint}>{text.nameHelp}</span>
      <SecretInput
        label={text.value}
        value={values.value}
        error={errors['auth.value']}
        onChange={(value) => onChange({ value })}
      />
    </>
  )
}
