/**
 * The domains of `server/src` from the bottom up. A domain imports itself and those before it.
 * Of another domain it imports verbs and types, never a repository or a table: those are the inside of a domain.
 */
export const serverDomains = [
  'kernel',
  'accounts',
  'integrations',
  'data',
  'engine',
  'engagement',
  'inbound',
  'effects',
  'journeys',
  'insights',
  'operations',
  'app',
]

/**
 * Where a domain may import a repository or a table of another one, and why.
 *
 * @type {{ from: RegExp, to: RegExp, why: string }[]}
 */
export const foreignTables = [
  {
    from: /^server\/src\/app\/(build-deps|deletion-hooks)\.ts$/,
    to: /\.repository\.ts$/,
    why: 'the composition hands statements of one domain to another as ports',
  },
  // Each of these is to become a verb.
  { from: /^server\/src\/(?!kernel\/)/, to: /^server\/src\//, why: 'not yet a verb' },
]
