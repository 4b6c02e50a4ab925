import type { Env } from '../env.ts'

export const demoEchoPath = '/demo/echo'

/** The one private address that needs no allow-list; see `createFetchExternal`. */
export function demoEchoUrl(config: Pick<Env, 'publicUrl'>): string {
  return config.publicUrl + demoEchoPath
}
