import type { Env } from '../../../kernel/env.ts'

export const oauthCallbackPath = '/oauth/callback'

/** The redirect URI to register in the other system. */
export function redirectUri(config: Pick<Env, 'publicUrl'>): string {
  return config.publicUrl + oauthCallbackPath
}
