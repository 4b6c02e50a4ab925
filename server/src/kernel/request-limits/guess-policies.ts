const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/**
 * Wrong attempts without any delay, then a delay that doubles with each further one up to a maximum. The count is forgotten when
 * no wrong attempt came for `forgetMs`.
 */
export type Growth = { free: number; delayMs: number; maxDelayMs: number; forgetMs: number }

/** What wrong attempts are counted by. A kind counts by each that it names. */
export type GuessPolicy = {
  /** One client at one account. */
  pair?: Growth
  /** One account, from clients it was never signed in from. */
  account?: Growth
  /** One client at all accounts. */
  client?: Growth
  /** A browser that proved before that it belongs to the account: instead of all others, so that nobody else can block it. */
  device?: Growth
}

/** Everything that a stranger could guess, with its limits. A new kind is one entry and a call of `beginGuess`. */
export const guessPolicies = {
  signIn: {
    pair: { free: 5, delayMs: 5 * second, maxDelayMs: 15 * minute, forgetMs: day },
    account: { free: 20, delayMs: 5 * second, maxDelayMs: 15 * minute, forgetMs: day },
    client: { free: 30, delayMs: 5 * second, maxDelayMs: 5 * minute, forgetMs: hour },
    device: { free: 10, delayMs: 5 * second, maxDelayMs: 15 * minute, forgetMs: day },
  },
  /** Of somebody who is signed in and says the present password. */
  passwordChange: {
    account: { free: 5, delayMs: 5 * second, maxDelayMs: 15 * minute, forgetMs: day },
  },
  setupCode: {
    client: { free: 5, delayMs: 10 * second, maxDelayMs: 15 * minute, forgetMs: hour },
  },
  /** Of invitations and of new passwords. */
  oneTimeLink: {
    client: { free: 20, delayMs: 10 * second, maxDelayMs: 15 * minute, forgetMs: hour },
  },
} as const satisfies Record<string, GuessPolicy>

export type GuessKind = keyof typeof guessPolicies

/** The delay after so many wrong attempts. */
export function delayAfter(count: number, { free, delayMs, maxDelayMs }: Growth): number {
  if (count < free) return 0
  // Above 2^30 the product is beyond every maximum.
  return Math.min(delayMs * 2 ** Math.min(count - free, 30), maxDelayMs)
}
