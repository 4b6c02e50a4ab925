import { NumberInput, Select } from '@mantine/core'
import { type JwtAlgorithm, jwtAlgorithms } from '@tabiji/shared/auth/jwt-algorithm.ts'
import { defineTexts } from '../../../../../i18n/define-texts.ts'
import { useLocale } from '../../../../../i18n/use-locale.ts'
import classes from '../../connections.module.css'
import { AdvancedFields } from '../form/advanced-fields.tsx'
import { AuthText } from '../form/auth-text.tsx'
import { checkRequired, defineAuthForm, filled, type KindFieldsProps } from '../form/define-auth-form.ts'
import { type NamedValue, namedValuesOf, recordOf } from '../form/named-value.ts'
import { NamedValues } from '../form/named-values.tsx'
import { SecretInput } from '../form/secret-input.tsx'

type TextName = 'keyId' | 'issuer' | 'subject' | 'audience' | 'tokenUrl' | 'scope' | 'expiredWhen'
type Values = Record<TextName, string> & {
  algorithm: JwtAlgorithm
  key: string
  /** Further claims. */
  claims: NamedValue[]
  lifetimeSeconds: number
}

const texts = defineTexts({
  en: {
    title: 'Signed statement (JWT)',
    help: 'Tabiji signs who it is with a private key; the other system knows the public one.',
    algorithm: 'Algorithm',
    algorithmHelp: 'As the other system asks for it. RS256 is the most common.',
    key: 'Private key',
    keyHelp: 'Paste all of it, from “-----BEGIN” to the end. For algorithms beginning with HS: the shared secret.',
    issuer: 'Issuer (iss)',
    issuerHelp: 'Who Tabiji is there: often the client ID or the address of a service account.',
    subject: 'Subject (sub)',
    subjectHelp: 'In whose name it calls, if the other system asks for it.',
    audience: 'Audience (aud)',
    audienceHelp: 'Whom the statement is for: often the token URL or the address of the login.',
    tokenUrl: 'Token URL',
    tokenUrlHelp: 'Where the statement is exchanged for an access token. Empty: it is sent with each call itself.',
    scope: 'Scope',
    scopeHelp: 'What Tabiji may do there, if the other system asks for it.',
    keyId: 'Key ID (kid)',
    keyIdHelp: 'Which of several keys it is, if the other system gave it a name.',
    lifetime: 'Valid for (seconds)',
    claimsHelp: 'Further claims of the statement, if the other system wants some. They are not secret.',
    expiredWhen: 'Reply that means “token expired”',
    expiredWhenHelp: 'Only for systems that do not answer 401: a JSONPath that finds something in such a reply.',
  },
  ja: {
    title: '署名付きの証明（JWT）',
    help: 'Tabiji が秘密鍵で自分を証明し、相手システムが公開鍵で確認します。',
    algorithm: 'アルゴリズム',
    algorithmHelp: '相手システムの指定に合わせます。最も一般的なのは RS256 です。',
    key: '秘密鍵',
    keyHelp:
      '「-----BEGIN」から最後まで、すべて貼り付けてください。HS で始まるアルゴリズムでは共有シークレットを入力します。',
    issuer: '発行者（iss）',
    issuerHelp: '相手システムでの Tabiji の名前です。クライアント ID やサービスアカウントのアドレスがよく使われます。',
    subject: '主体（sub）',
    subjectHelp: '誰の名前で呼び出すかです。相手システムが求める場合に入力します。',
    audience: '受け手（aud）',
    audienceHelp: '証明の宛先です。トークン URL やログインのアドレスがよく使われます。',
    tokenUrl: 'トークン URL',
    tokenUrlHelp: '証明をアクセストークンと交換する場所です。空欄の場合は、証明そのものを呼び出しのたびに送ります。',
    scope: 'スコープ',
    scopeHelp: 'Tabiji に許可する操作です。相手システムが求める場合に入力します。',
    keyId: 'キー ID（kid）',
    keyIdHelp: '複数のキーを区別する名前です。相手システムから示された場合に入力します。',
    lifetime: '有効期間（秒）',
    claimsHelp: '相手システムが求める場合に、証明に加える項目です。秘密の値は入れないでください。',
    expiredWhen: '「トークンの期限切れ」を表す応答',
    expiredWhenHelp: '期限切れのときに 401 を返さないシステムだけで使います。その応答で何かが見つかる JSONPath です。',
  },
})

/** A JWT signed with a private key; the other system has the public key. */
export const jwtBearer = defineAuthForm<'jwtBearer', Values>({
  order: 8,
  texts,
  blank: () => ({
    algorithm: 'RS256',
    key: '',
    keyId: '',
    issuer: '',
    subject: '',
    audience: '',
    claims: [],
    tokenUrl: '',
    scope: '',
    lifetimeSeconds: 300,
    expiredWhen: '',
  }),
  valuesOf: ({ algorithm, key, lifetimeSeconds, keyId = '', tokenUrl = '', scope = '', expiredWhen = '', claims }) => {
    const { iss = '', sub = '', aud = '', ...others } = claims
    return {
      algorithm,
      key,
      lifetimeSeconds,
      keyId,
      tokenUrl,
      scope,
      expiredWhen,
      issuer: iss,
      subject: sub,
      audience: aud,
      claims: namedValuesOf(others),
    }
  },
  authOf: ({ algorithm, key, lifetimeSeconds, keyId, issuer, subject, audience, claims, ...texts }) => ({
    kind: 'jwtBearer',
    algorithm,
    key,
    claims: { ...recordOf(claims), ...filled({ iss: issuer, sub: subject, aud: audience }) },
    lifetimeSeconds,
    ...filled({ keyId, tokenUrl: texts.tokenUrl, scope: texts.scope, expiredWhen: texts.expiredWhen }),
  }),
  check: (values) => checkRequired(values, ['key']),
  fields: () => [
    'key',
    'issuer',
    'subject',
    'audience',
    'tokenUrl',
    'scope',
    'keyId',
    'lifetimeSeconds',
    'expiredWhen',
  ],
  Fields,
})

function Fields({ values, onChange, errors }: KindFieldsProps<Values>) {
  const text = texts[useLocale()]
  const input = (name: TextName) => (
    <AuthText
      name={name}
      label={text[name]}
      description={text[`${name}Help`]}
      values={values}
      errors={errors}
      onChange={onChange}
    />
  )
  const isUnusual =
    values.keyId !== '' || values.claims.length > 0 || values.lifetimeSeconds !== 300 || values.expiredWhen !== ''
  return (
    <>
      <Select
        label={text.algorithm}
        description={text.algorithmHelp}
        data={[...jwtAlgorithms]}
        value={values.algorithm}
        allowDeselect={false}
        onChange={(algorithm) => onChange({ algorithm: algorithm as JwtAlgorithm })}
      />
      <div className={classes.withHelp}>
        <SecretInput
          label={text.key}
          value={values.key}
          error={errors['auth.key']}
          onChange={(key) => onChange({ key })}
        />
        <span className={classes.hint}>{text.keyHelp}</span>
      </div>
      {input('issuer')}
      {input('subject')}
      {input('audience')}
      {input('tokenUrl')}
      {input('scope')}
      <AdvancedFields opened={isUnusual} names={['keyId', 'lifetimeSeconds', 'expiredWhen']} errors={errors}>
        {input('keyId')}
        <NumberInput
          label={text.lifetime}
          min={30}
          max={3600}
          value={values.lifetimeSeconds}
          error={errors['auth.lifetimeSeconds']}
          onChange={(value) => onChange({ lifetimeSeconds: Number(value) || 300 })}
        />
        <NamedValues rows={values.claims} help={text.claimsHelp} onChange={(claims) => onChange({ claims })} />
        {input('expiredWhen')}
      </AdvancedFields>
    </>
  )
}
