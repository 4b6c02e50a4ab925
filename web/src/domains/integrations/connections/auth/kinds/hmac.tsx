import { Select } from '@mantine/core'
import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { defineTexts } from '../../../../../i18n/define-texts.ts'
import { useLocale } from '../../../../../i18n/use-locale.ts'
import classes from '../../connections.module.css'
import { AuthText } from '../form/auth-text.tsx'
import { checkRequired, defineAuthForm, filled, type KindFieldsProps } from '../form/define-auth-form.ts'
import { SecretInput } from '../form/secret-input.tsx'

type Values = Required<Omit<AuthOf<'hmac'>, 'kind'>>

const texts = defineTexts({
  en: {
    title: 'Signature of each request (HMAC)',
    help: 'Each request is signed with a shared secret, which is never sent itself.',
    secret: 'Secret',
    template: 'What is signed',
    templateHelp:
      'As the other system says. These words in double braces become their values: timestamp, method, url, host, path, query, body.',
    header: 'Header of the signature',
    headerHelp: 'Such as X-Signature.',
    prefix: 'Text before the signature',
    prefixHelp: 'Such as sha256=. Usually empty.',
    timestampHeader: 'Header of the time',
    timestampHeaderHelp: 'Where the time that was signed is sent as well. Empty: nowhere.',
    algorithm: 'Algorithm',
    encoding: 'Written as',
    encodingHex: 'Hexadecimal',
    timestampUnit: 'Time in',
    seconds: 'Seconds since 1970',
    milliseconds: 'Milliseconds since 1970',
  },
  ja: {
    title: 'リクエストごとの署名（HMAC）',
    help: '共有シークレットで各リクエストに署名します。シークレット自体は送信されません。',
    secret: 'シークレット',
    template: '署名の対象',
    templateHelp:
      '相手システムの指定に合わせて入力します。次の語を二重の波かっこで囲むと、その値が入ります：timestamp、method、url、host、path、query、body。',
    header: '署名のヘッダー',
    headerHelp: '署名を送るヘッダーの名前です。相手システムの指定に合わせます。',
    prefix: '署名の前に付ける文字',
    prefixHelp: '指定がある場合だけ入力します。通常は空欄です。',
    timestampHeader: '時刻のヘッダー',
    timestampHeaderHelp: '署名に使った時刻を送るヘッダーです。空欄の場合は送りません。',
    algorithm: 'アルゴリズム',
    encoding: '表記',
    encodingHex: '16 進数',
    timestampUnit: '時刻の単位',
    seconds: '1970 年からの秒数',
    milliseconds: '1970 年からのミリ秒数',
  },
})

/** Each request is signed; the secret itself is never sent. */
export const hmac = defineAuthForm<'hmac', Values>({
  order: 9,
  texts,
  blank: () => ({
    secret: '',
    algorithm: 'sha256',
    encoding: 'hex',
    header: 'X-Signature',
    prefix: '',
    template: '{{timestamp}}.{{body}}',
    timestampHeader: 'X-Timestamp',
    timestampUnit: 'seconds',
  }),
  valuesOf: ({ kind: _, timestampHeader = '', ...values }) => ({ ...values, timestampHeader }),
  authOf: ({ timestampHeader, ...values }) => ({
    kind: 'hmac',
    ...values,
    header: values.header.trim(),
    ...filled({ timestampHeader }),
  }),
  check: (values) => checkRequired(values, ['secret', 'header', 'template']),
  fields: () => ['secret', 'template', 'header', 'prefix', 'timestampHeader'],
  Fields,
})

function Fields({ values, onChange, errors }: KindFieldsProps<Values>) {
  const text = texts[useLocale()]
  const input = (name: 'header' | 'prefix' | 'template' | 'timestampHeader') => (
    <AuthText
      name={name}
      label={text[name]}
      description={text[`${name}Help`]}
      values={values}
      errors={errors}
      onChange={onChange}
    />
  )
  return (
    <>
      <SecretInput
        label={text.secret}
        value={values.secret}
        error={errors['auth.secret']}
        onChange={(secret) => onChange({ secret })}
      />
      {input('template')}
      {input('header')}
      {input('prefix')}
      {input('timestampHeader')}
      <div className={classes.pair}>
        <Select
          label={text.algorithm}
          data={['sha1', 'sha256', 'sha512'].map((value) => ({ value, label: value.replace('sha', 'SHA-') }))}
          value={values.algorithm}
          allowDeselect={false}
          onChange={(algorithm) => onChange({ algorithm: algorithm as Values['algorithm'] })}
        />
        <Select
          label={text.encoding}
          data={[
            { value: 'hex', label: text.encodingHex },
            { value: 'base64', label: 'Base64' },
          ]}
          value={values.encoding}
          allowDeselect={false}
          onChange={(encoding) => onChange({ encoding: encoding === 'base64' ? 'base64' : 'hex' })}
        />
      </div>
      <Select
        label={text.timestampUnit}
        data={[
          { value: 'seconds', label: text.seconds },
          { value: 'milliseconds', label: text.milliseconds },
        ]}
        value={values.timestampUnit}
        allowDeselect={false}
        onChange={(unit) => onChange({ timestampUnit: unit === 'milliseconds' ? 'milliseconds' : 'seconds' })}
      />
    </>
  )
}
