import { Skeleton, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../../lib/api/trpc.ts'
import { CopyButton } from '../../../../../ui/code/copy-button.tsx'

/** The redirect URI, which must be registered in the other system first. */
export function RedirectUri() {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const uri = useQuery(trpc.connections.redirectUri.queryOptions())
  if (uri.data === undefined) return <Skeleton height="4rem" />
  return (
    <TextInput
      label={t('auth.oauth.redirectUri')}
      description={t('auth.oauth.redirectUriHelp')}
      value={uri.data}
      readOnly
      ff="monospace"
      onFocus={(event) => event.currentTarget.select()}
      rightSection={<CopyButton text={uri.data} />}
    />
  )
}
