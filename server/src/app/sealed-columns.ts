import { sealedMailServerPassword } from '../accounts/mail-server/sealed-password.ts'
import { sealedAccessTokens } from '../integrations/connections/access-tokens/sealed-access-tokens-column.ts'
import { sealedConnectionSecrets } from '../integrations/connections/state/sealed-secrets-column.ts'
import type { SealedColumnRegistry } from '../kernel/secrets/sealed-columns.ts'

/** One line for each column that holds sealed values, so that a change of the secret key reaches all of them. */
export const sealedColumns: SealedColumnRegistry = {
  'access_tokens.sealed': sealedAccessTokens,
  'authorization_requests.sealed_verifier': { key: 'state_hash' },
  'connections.secrets': sealedConnectionSecrets,
  'erasures.sealed_person': { key: 'id' },
  'event_endpoints.hmac_secret': { key: 'id' },
  'mail_servers.password': sealedMailServerPassword,
}
