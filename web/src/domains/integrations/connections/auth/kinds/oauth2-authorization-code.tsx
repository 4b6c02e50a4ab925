import { defineTexts } from '../../../../../i18n/define-texts.ts'
import { AdvancedFields } from '../form/advanced-fields.tsx'
import { checkRequired, defineAuthForm, filled } from '../form/define-auth-form.ts'
import {
  blankOAuth,
  ClientAuth,
  ClientSecret,
  type OAuthFieldsProps,
  OAuthText,
  type OAuthValues,
} from '../form/oauth-values.tsx'
import { RedirectUri } from '../form/redirect-uri.tsx'

const texts = defineTexts({
  en: {
    title: 'OAuth: somebody signs in and agrees',
    help: 'You sign in at the other system once and agree (authorization code). Tokens are renewed by themselves.',
  },
  ja: {
    title: 'OAuth（担当者がサインインして同意）',
    help: '相手システムで一度サインインして同意します（認可コード）。トークンの更新は自動です。',
  },
})

/** Authorization code: a person signs in to the other system and consents. */
export const oauth2AuthorizationCode = defineAuthForm<'oauth2AuthorizationCode', OAuthValues>({
  order: 7,
  texts,
  blank: () => blankOAuth('body'),
  valuesOf: ({ kind: _, pkce: _pkce, ...auth }) => ({ ...blankOAuth('body'), ...auth }),
  authOf: ({ authorizeUrl, tokenUrl, revokeUrl, clientId, clientSecret, clientAuth, scope, expiredWhen }) => ({
    kind: 'oauth2AuthorizationCode',
    authorizeUrl: authorizeUrl.trim(),
    tokenUrl: tokenUrl.trim(),
    clientId: clientId.trim(),
    clientAuth,
    ...(clientSecret !== '' && { clientSecret }),
    ...filled({ revokeUrl, scope, expiredWhen }),
  }),
  check: (values) => checkRequired(values, ['authorizeUrl', 'tokenUrl', 'clientId']),
  fields: () => ['authorizeUrl', 'tokenUrl', 'clientId', 'clientSecret', 'scope', 'revokeUrl', 'expiredWhen'],
  family: { name: 'oauth', own: ['clientAuth'] },
  needsConsent: true,
  Fields,
})

function Fields(props: OAuthFieldsProps) {
  const { clientAuth, expiredWhen, revokeUrl } = props.values
  const isUnusual = clientAuth !== 'body' || expiredWhen !== '' || revokeUrl !== ''
  return (
    <>
      <RedirectUri />
      <OAuthText name="authorizeUrl" placeholder="https://login.example.com/oauth/authorize" {...props} />
      <OAuthText name="tokenUrl" placeholder="https://login.example.com/oauth/token" {...props} />
      <OAuthText name="clientId" {...props} />
      <ClientSecret isOptional {...props} />
      <OAuthText name="scope" {...props} />
      <AdvancedFields opened={isUnusual} names={['revokeUrl', 'expiredWhen']} errors={props.errors}>
        <OAuthText name="revokeUrl" {...props} />
        <ClientAuth {...props} />
        <OAuthText name="expiredWhen" placeholder="$.error[?@ == 'token_expired']" {...props} />
      </AdvancedFields>
    </>
  )
}
