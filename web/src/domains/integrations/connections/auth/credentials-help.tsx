import { Anchor } from '@mantine/core'
import { IconExternalLink, IconKey } from '@tabler/icons-react'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { Notice } from '../../../../ui/feedback/notice.tsx'
import type { AuthKindName } from '@tabiji/shared/auth/auth.ts'

/** Where to find the credentials in the other product. Renders nothing for a kind that the preset does not propose. */
export function CredentialsHelp({ connector, kind }: { connector: ConnectorName; kind: AuthKindName }) {
  const { t } = useTranslation('connections')
  const locale = useLocale()
  const preset = presetOf(connector)
  const proposed = preset?.auth.find((auth) => auth.kind === kind)
  if (!preset || !proposed) return null
  return (
    <Notice icon={IconKey} tone="info" role="note" title={t('auth.whereTitle', { product: preset.title })}>
      <p>{proposed.help[locale]}</p>
      <p>
        <Anchor href={preset.docsUrl} target="_blank" rel="noreferrer noopener">
          {t('auth.vendorPage', { product: preset.title })}{' '}
          <IconExternalLink size={12} stroke={1.75} aria-hidden="true" />
        </Anchor>
      </p>
    </Notice>
  )
}
