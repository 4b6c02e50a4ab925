/**
 * Who may not import what. Both sides are paths from the top folder, a package is written `npm:name` and a module of
 * Node `node:name`; `@tabiji/shared/x.ts` counts as `shared/src/x.ts`. Tests are bound only where a rule says so.
 *
 * @typedef {object} ImportRule
 * @property {RegExp} in          the files it binds
 * @property {RegExp} [except]    of those, not these
 * @property {boolean} [tests]    also binds tests
 * @property {RegExp} mayNot      what they may not import
 * @property {RegExp} [unless]    of that, this is allowed
 * @property {boolean} [types]    `import type` is allowed
 * @property {string} why         shown to whoever breaks it
 */

/** @type {ImportRule[]} */
export const importRules = [
  {
    in: /^shared\//,
    mayNot: /^(npm|node):/,
    unless: /^npm:(zod|liquidjs|json-p3|temporal-polyfill)$/,
    why: 'shared is pure: of packages it may import only zod, liquidjs, json-p3 and temporal-polyfill',
  },
  {
    in: /^shared\//,
    tests: true,
    mayNot: /^(server|web|migrations|playwright)\//,
    why: 'shared stands below all others and knows none of them',
  },
  {
    in: /^server\//,
    tests: true,
    mayNot: /^(web|playwright)\//,
    why: 'the server does not know the web app',
  },
  {
    in: /^server\/src\//,
    mayNot: /^server\/(test|bench)\//,
    why: 'helpers of tests and benches are not part of the product',
  },
  {
    in: /^server\/src\/.*\.router\.ts$/,
    mayNot: /^server\/src\/kernel\/db\/|\.(repository|table)\.ts$|^npm:(kysely|pg)$/,
    why: 'routers only translate: call a service verb, which calls the repository',
  },
  {
    in: /^server\/src\/.*\.table\.ts$/,
    mayNot: /^npm:kysely$/,
    types: true,
    why: 'a table file holds types alone',
  },
  {
    in: /^server\/src\//,
    except: /\.(repository|table)\.ts$|^server\/src\/kernel\/db\//,
    mayNot: /^npm:kysely$/,
    why: 'queries live in repositories; the type Transaction comes from kernel/db/transaction.ts',
  },
  {
    in: /^server\/src\//,
    except: /^server\/src\/(kernel\/db|app\/embedded-postgres)\//,
    mayNot: /^npm:pg$/,
    types: true,
    why: 'connections to the database are made in kernel/db alone',
  },
  {
    in: /^server\//,
    except: /^server\/src\/kernel\/jobs\/pg-boss-queue\.ts$/,
    mayNot: /^npm:pg-boss$/,
    why: 'the queue is reached through the port kernel/jobs/queue.ts; only kernel/jobs/pg-boss-queue.ts knows pg-boss',
  },
  {
    in: /^server\/src\//,
    except: /^server\/src\/kernel\/outbound\//,
    mayNot: /^npm:undici$/,
    why: 'everything outbound goes through fetchExternal, which guards addresses',
  },
  {
    in: /^server\/src\//,
    except: /^server\/src\/kernel\/env\.ts$/,
    mayNot: /^node:process$/,
    why: 'settings are read in kernel/env.ts alone',
  },
  {
    in: /^web\//,
    tests: true,
    mayNot: /^(server|migrations)\//,
    types: true,
    why: 'web takes only types from the server: write "import type"',
  },
  {
    in: /^web\/src\/nodes\//,
    mayNot: /^web\/src\/(features|app)\//,
    why: 'node views are used by features, not the other way round',
  },
  {
    in: /^web\/src\/(ui|lib|i18n)\//,
    mayNot: /^web\/src\/(features|nodes|app)\//,
    why: 'ui, lib and i18n stand below features, nodes and app',
  },
  {
    in: /^web\/src\/features\//,
    mayNot: /^web\/src\/app\//,
    why: 'app puts the features together; a feature does not know it',
  },
  {
    in: /^migrations\/\d{4}_/,
    mayNot: /^(server|shared|web|playwright)\//,
    why: 'an old migration must run for ever, so it imports no app code that changes',
  },
]
