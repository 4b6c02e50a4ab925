import { createHash } from 'node:crypto'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../deps.ts'
import { ServiceError } from '../errors.ts'
import type { Client } from '../http/requests/client-address.ts'
import type { SecurityActor } from '../security-events/security-event.ts'
import { delayAfter, type Growth, guessPolicies, type GuessKind, type GuessPolicy } from './guess-policies.ts'
import { deleteLimits, findLimit, type LimitRow, lockLimits, saveLimits } from './request-limit.repository.ts'

/** How long a client from which an account was used is known. */
const knownMs = 90 * 24 * 3_600_000

export type Guesser = {
  client: Client
  /** The account whose secret is said, whether it exists or not. Absent where a secret names no account. */
  account?: string | undefined
  /** Named in the security event when the attempt is refused. */
  who?: SecurityActor
  /** The browser, if it proved that it belongs to the account. */
  device?: string | null | undefined
}

/** A counted attempt. It stays counted as wrong unless one of these is called. */
export type GuessAttempt = {
  /** The secret was right. The client is known from now on. */
  wasRight(): Promise<void>
  /** Nothing was guessed, for example because a value was missing. */
  wasNone(): Promise<void>
}

type Bucket = { key: string; growth: Growth }

/**
 * Call it before a secret is checked that somebody could guess. Throws `limitReached` while the client or the account has to wait.
 * The attempt is counted beforehand, so that many at once cannot pass together. A stranger delays only strangers: neither a known
 * client nor a known device waits for what others did to the account.
 */
export async function beginGuess(deps: Deps, kind: GuessKind, guesser: Guesser): Promise<GuessAttempt> {
  const pairKey = keyOf(kind, 'pair', guesser.account ?? '', guesser.client.key)
  const knownKey = keyOf(kind, 'known', guesser.account ?? '', guesser.client.key)
  const now = deps.clock.now()

  const counted = await inTransaction(deps, async ({ db }) => {
    const isKnown = guesser.account !== undefined && (await isLive(db, knownKey, now))
    const buckets = bucketsOf(kind, guesser, isKnown)
    const rows = new Map(
      (
        await lockLimits(
          db,
          buckets.map(({ key }) => key),
          now,
        )
      ).map((row) => [row.key, row]),
    )
    const waitMs = Math.max(...[...rows.values()].map((row) => (row.blockedUntil?.getTime() ?? 0) - now.getTime()))
    if (waitMs > 0) throw tooMany(waitMs, guesser.who)
    const next = buckets.map((bucket) => afterWrong(bucket, rows.get(bucket.key)!, now))
    await saveLimits(db, next)
    return next
  })

  const undo = (after?: (db: Deps['db']) => Promise<void>) =>
    inTransaction(deps, async ({ db }) => {
      const present = await lockLimits(
        db,
        counted.map(({ key }) => key),
        now,
      )
      await saveLimits(
        db,
        present.map((row) =>
          withoutOne(
            row,
            counted.find(({ key }) => key === row.key)!,
          ),
        ),
      )
      await after?.(db)
    })

  return {
    wasNone: () => undo(),
    wasRight: () =>
      undo(async (db) => {
        if (guesser.account === undefined) return
        await deleteLimits(db, [pairKey])
        const expiresAt = new Date(now.getTime() + knownMs)
        if ('account' in guessPolicies[kind])
          await saveLimits(db, [{ key: knownKey, count: 0, blockedUntil: null, expiresAt }])
      }),
  }
}

function bucketsOf(kind: GuessKind, { client, account, device }: Guesser, isKnown: boolean): Bucket[] {
  const policy: GuessPolicy = guessPolicies[kind]
  const buckets: (Bucket | false | undefined)[] =
    policy.device && account !== undefined && device
      ? [{ key: keyOf(kind, 'device', account, device), growth: policy.device }]
      : [
          policy.client && { key: keyOf(kind, 'client', client.key), growth: policy.client },
          policy.pair &&
            account !== undefined && { key: keyOf(kind, 'pair', account, client.key), growth: policy.pair },
          policy.account &&
            account !== undefined &&
            !isKnown && { key: keyOf(kind, 'account', account), growth: policy.account },
        ]
  return buckets.filter((bucket): bucket is Bucket => typeof bucket === 'object')
}

async function isLive(db: Deps['db'], key: string, now: Date): Promise<boolean> {
  const row = await findLimit(db, key)
  return row !== undefined && row.expiresAt > now
}

function afterWrong({ key, growth }: Bucket, row: LimitRow, now: Date): LimitRow {
  const count = (row.expiresAt > now ? row.count : 0) + 1
  const delay = delayAfter(count, growth)
  return {
    key,
    count,
    blockedUntil: delay > 0 ? new Date(now.getTime() + delay) : null,
    expiresAt: new Date(now.getTime() + growth.forgetMs),
  }
}

/** The delay that this attempt caused ends with it, unless a later attempt was counted meanwhile. */
function withoutOne(row: LimitRow, counted: LimitRow): LimitRow {
  const isLast = row.count === counted.count
  return { ...row, count: Math.max(row.count - 1, 0), blockedUntil: isLast ? null : row.blockedUntil }
}

/** A hash, because an address of a person or a client need not be kept to be counted. */
function keyOf(kind: string, scope: string, ...parts: string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
  return `${kind}:${scope}:${hash}`
}

function tooMany(waitMs: number, who: SecurityActor | undefined): ServiceError {
  const seconds = Math.ceil(waitMs / 1000)
  return new ServiceError('limitReached', {
    text: 'guessesReached',
    params: { seconds },
    retryAfterSeconds: seconds,
    ...(who && { refused: who }),
  })
}
