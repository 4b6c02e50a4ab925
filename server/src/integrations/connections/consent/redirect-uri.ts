import type { Env } from '../../../kernel/env.ts'

export const oauthCallbackPath = '/oauth/callback'

/** What the other system has to know beforehand as the place where people come back to. */
export function redirectUri(config: Pick<Env, 'publicUrl'>): string {
  return config.publicUrl + oauthCallbackPath
}
