import type { Env } from '../env.ts'

export const demoEchoPath = '/demo/echo'

/** The only private address that needs no allow-list entry; see `createFetchExternal`. */
export function demoEchoUrl(config: Pick<Env, 'publicUrl'>): string {
  return config.publicUrl + demoEchoPath
}
