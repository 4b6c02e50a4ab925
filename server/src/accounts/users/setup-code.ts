import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Deps } from '../../kernel/deps.ts'
import { ServiceError } from '../../kernel/errors.ts'
import type { Client } from '../../kernel/http/requests/client-address.ts'
import { beginGuess } from '../../kernel/request-limits/begin-guess.ts'
import { isLoopbackHostname } from '../../kernel/http/requests/own-address.ts'
import { insertInstanceSetting } from '../settings/instance-setting.repository.ts'
import { userExists } from './user.repository.ts'

const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const codeLength = 12

/**
 * Without a code, the first visitor who reaches the page would own the instance. When it is reachable only from this machine, no
 * code is needed.
 */
export function needsSetupCode(config: { host: string; publicUrl: string }): boolean {
  return !(isLoopbackHostname(config.host) && isLoopbackHostname(new URL(config.publicUrl).hostname))
}

/**
 * The code to print in the terminal, or null when none is needed. It is derived from the secret key and a value in the database,
 * so that every process of an instance prints and accepts the same code. It stops working once the first owner exists.
 */
export async function setupCode(deps: Deps): Promise<string | null> {
  if (!needsSetupCode(deps.config) || (await userExists(deps.db))) return null
  return computeSetupCode(deps)
}

/** Throws unless it is the code. Wrong codes are counted for each client. */
export async function checkSetupCode(deps: Deps & { client: Client }, given: string): Promise<void> {
  if (given === '') throw new ServiceError('forbidden', { text: 'setupCodeWrong' })
  const attempt = await beginGuess(deps, 'setupCode', { client: deps.client })
  if (!(await isSetupCode(deps, given))) throw new ServiceError('forbidden', { text: 'setupCodeWrong' })
  await attempt.wasRight()
}

async function isSetupCode(deps: Deps, given: string): Promise<boolean> {
  const expected = Buffer.from(plainCode(await computeSetupCode(deps)))
  const actual = Buffer.from(plainCode(given))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

async function computeSetupCode(deps: Deps): Promise<string> {
  const nonce = await insertInstanceSetting(deps.db, {
    key: 'setupNonce',
    value: deps.ids.uuid(),
    at: deps.clock.now(),
  })
  const digest = createHmac('sha256', deps.secrets.derive('setup code')).update(nonce).digest()
  const letters = [...digest.subarray(0, codeLength)].map((byte) => alphabet[byte % alphabet.length]).join('')
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

function plainCode(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '')
}
