import { useTranslation } from 'react-i18next'
import { defineTexts } from '../../../../../i18n/define-texts.ts'
import { AdvancedFields } from '../form/advanced-fields.tsx'
import { checkRequired, defineAuthForm, filled } from '../form/define-auth-form.ts'
import { namedValuesOf, recordOf } from '../form/named-value.ts'
import { NamedValues } from '../form/named-values.tsx'
import {
  blankOAuth,
  ClientAuth,
  ClientSecret,
  type OAuthFieldsProps,
  OAuthText,
  type OAuthValues,
} from '../form/oauth-values.tsx'

const texts = defineTexts({
  en: {
    title: 'OAuth: Tabiji signs in by itself',
    help: 'With a client ID and a secret (client credentials). Tokens are fetched and renewed by themselves.',
  },
  ja: {
    title: 'OAuth（Tabiji が自動でサインイン）',
    help: 'クライアント ID とシークレットを使います（クライアントクレデンシャル）。トークンの取得と更新は自動です。',
  },
})

/** Client credentials: the system authenticates by itself with an id and a secret. */
export const oauth2ClientCredentials = defineAuthForm<'oauth2ClientCredentials', OAuthValues>({
  order: 6,
  texts,
  blank: () => blankOAuth('basic'),
  valuesOf: ({ kind: _, extra, ...auth }) => ({ ...blankOAuth('basic'), ...auth, extra: namedValuesOf(extra) }),
  authOf: ({ tokenUrl, clientId, clientSecret, clientAuth, scope, audience, extra, expiredWhen }) => {
    const fields = recordOf(extra)
    return {
      kind: 'oauth2ClientCredentials',
      tokenUrl: tokenUrl.trim(),
      clientId: clientId.trim(),
      clientSecret,
      clientAuth,
      ...filled({ scope, audience, expiredWhen }),
      ...(Object.keys(fields).length > 0 && { extra: fields }),
    }
  },
  check: (values) => checkRequired(values, ['tokenUrl', 'clientId', 'clientSecret']),
  fields: () => ['tokenUrl', 'clientId', 'clientSecret', 'scope', 'audience', 'expiredWhen'],
  family: { name: 'oauth', own: ['clientAuth'] },
  Fields,
})

function Fields(props: OAuthFieldsProps) {
  const { t } = useTranslation('connections')
  const { audience, extra, clientAuth, expiredWhen } = props.values
  const isUnusual = audience !== '' || extra.length > 0 || clientAuth !== 'basic' || expiredWhen !== ''
  return (
    <>
      <OAuthText name="tokenUrl" placeholder="https://login.example.com/oauth/token" {...props} />
      <OAuthText name="clientId" {...props} />
      <ClientSecret {...props} />
      <OAuthText name="scope" {...props} />
      <AdvancedFields opened={isUnusual} names={['audience', 'expiredWhen']} errors={props.errors}>
        <ClientAuth {...props} />
        <OAuthText name="audience" {...props} />
        <NamedValues
          rows={extra}
          help={t('auth.oauth.extraHelp')}
          onChange={(rows) => props.onChange({ extra: rows })}
        />
        <OAuthText name="expiredWhen" placeholder="$.error[?@ == 'token_expired']" {...props} />
      </AdvancedFields>
    </>
  )
}
