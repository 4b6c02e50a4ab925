import type { ProposedConnection } from '../../lib/action-drawers.ts'
import { type Auth, type AuthDraft, authDraftOf } from './auth-draft.ts'

/** What an import found, as a draft: what it does not say has the usual value, a secret that it does not hold is empty. */
export function authDraftOfProposal({ auth }: ProposedConnection): AuthDraft {
  return authDraftOf(complete(auth))
}

function complete(auth: ProposedConnection['auth']): Auth {
  switch (auth.kind) {
    case 'bearer':
      return { ...auth, header: auth.header ?? 'Authorization', prefix: auth.prefix ?? 'Bearer' }
    case 'oauth2AuthorizationCode':
      return { ...auth, clientAuth: 'body', pkce: true }
    default:
      return auth
  }
}
