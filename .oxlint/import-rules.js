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
    unless: /^npm:(zod|liquidjs|json-p3|re2js|temporal-polyfill)$/,
    why: 'shared is pure: of packages it may import only zod, liquidjs, json-p3, re2js and temporal-polyfill',
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
    // Operations, routes of streams, and the pages that answer HTTP by themselves.
    in: /^server\/src\/.*(\.(operations|rest)|\/(hosted-survey|tracking|callbacks|inbound-events|oauth-callback))\.ts$/,
    mayNot: /^server\/src\/kernel\/db\/|\.(repository|table)\.ts$|^npm:(kysely|pg)$/,
    why: 'operations, routes and hosted pages only translate: call a service verb, which calls the repository',
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
    in: /^migrations\/\d{4}_/,
    mayNot: /^(server|shared|web|playwright)\//,
    why: 'an old migration must run for ever, so it imports no app code that changes',
  },
]

/**
 * The rooms of a folder from the lowest to the highest: a room imports only from rooms to its left. Rooms with a comma
 * between them stand side by side and do not import each other; `*` is every room that is not named, `.` every file of
 * the folder itself that is not named. Types count as imports. A folder below web/src whose rooms import each other
 * needs a line here, and its tests keep the order too; tests of server and shared may import everything.
 *
 * @type {Record<string, string>}
 */
export const roomOrders = {
  'server/src':
    'kernel < accounts < integrations < data < engine < engagement < inbound < effects < journeys < insights < operations < app',
  'shared/src':
    'messages < kernel < time < values < text < auth < http-call < action-import < connectors < surveys < effects < conditions < events < csv < code < graph < plan < engine < nodes < drafts < testing',
  'web/src': 'i18n < lib < ui < nodes < domains < app < .',
  'web/src/i18n': 'translated.ts, define-texts.ts < en < ja < .',
  'web/src/lib': 'api < session, format < .',
  'web/src/ui': 'theme < feedback < layout, dialogs, lists, values, menus < forms < pages, code < calls, mail',
  'web/src/nodes': 'definition < form < * < .',
  'web/src/nodes/form':
    'form.module.css, node-form-context.tsx < time < field, text < condition < participant-picker.tsx, sampled-values.tsx, use-test-subject.ts < mail < .',
  'web/src/nodes/call-api':
    'call-api.module.css, outputs.tsx, fields-read-by.ts < callback, errors, test-run < setup < .',
  'web/src/domains': '*',
  'web/src/domains/journeys': 'templates, people, imports, editor < list',
  'web/src/domains/journeys/people': '. < path < sheet, parked < list',
  'web/src/domains/journeys/imports': 'import-types.ts, imports.module.css < file, mapping, result < .',
  'web/src/domains/journeys/editor':
    'store < context < canvas, panel, checks, history < outline, publish < lifecycle < .',
  'web/src/domains/integrations': 'calls, connections < actions',
  'web/src/domains/integrations/connections':
    'connections.module.css < health, auth, connectors < authorization, limits < testing < address < wizard < .',
  'web/src/domains/integrations/connections/auth': 'form < kinds < .',
  'web/src/domains/integrations/actions': 'external-actions.module.css < editor, usage < import < .',
  'web/src/domains/integrations/actions/editor': 'draft < sections, test-panel < .',
  'web/src/domains/integrations/calls': '. < log < analytics',
  'web/src/domains/inbound': 'event-types.ts, events.module.css < received < endpoints',
  'web/src/domains/engagement': 'mails, ctas',
  'web/src/app': 'nav < shell < .',
}

/** Said instead of the order where it says more. */
export const roomReasons = {
  'web/src/domains': 'domains do not import each other: move what both need to ui, lib, nodes or shared',
  'web/src/nodes': 'a node kind imports no other kind: move what both need to nodes/form',
}

/**
 * Where a domain of the server imports a repository or a table of another one, and why. Everywhere else it calls a verb.
 *
 * @type {{ from: RegExp, to: RegExp, why: string }[]}
 */
export const foreignTables = [
  {
    from: /^server\/src\/app\/(build-deps|deletion-hooks)\.ts$/,
    to: /\.repository\.ts$/,
    why: 'the composition hands statements of one domain to another as ports',
  },
]
