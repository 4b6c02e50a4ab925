import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// A rule is useful only if breaking it fails. Each rule is broken here once, in a copy of the repository with the same
// configuration, and the compiler or the linter must report it.

const top = path.resolve(import.meta.dirname, '../..')

type Case = {
  rule: string
  file: string
  breaks: string
  /** The rule of the linter; undefined where the compiler reports it. */
  lint?: string
  says: RegExp
  /** Correct code, in a file with the same name. */
  allowed?: { file?: string; text: string }
}

const cases: Case[] = [
  ...[
    'fetch("")',
    'process.pid',
    'window.name',
    'console.log()',
    'setTimeout(() => {})',
    'new URL("")',
    'crypto.randomUUID()',
    'structuredClone(1)',
    'Buffer.from("")',
  ].map((code): Case => ({
    rule: `shared has no I/O: ${code}`,
    file: 'shared/src/text/probe.ts',
    // liquidjs pulls in the types of Node unless the configuration prevents it.
    breaks: `import { Liquid } from 'liquidjs'\nimport { z } from 'zod'\nexport const probe = [Liquid, z, ${code}]`,
    says: new RegExp(`Cannot find name '${/\w+(?=[.(])/.exec(code)?.[0]}'`),
  })),
  {
    rule: 'shared has no hidden clock',
    file: 'shared/src/plan/probe.ts',
    breaks: 'export const probe = (text: string) => new Date(text)',
    lint: 'no-restricted-globals',
    says: /Only shared\/src\/time may name Date/,
    allowed: { file: 'shared/src/time/probe.ts', text: 'export const probe = (text: string) => new Date(text)' },
  },
  {
    rule: 'shared/src/time may name Date, but not read the clock',
    file: 'shared/src/time/probe.ts',
    breaks: 'export const probe = [new Date(), Date.now()]',
    lint: 'tabiji(clock)',
    says: /The clock is read in clock\.ts alone/,
  },
  {
    rule: 'shared has no hidden clock in Temporal either',
    file: 'shared/src/time/probe.ts',
    breaks: "import { Temporal } from 'temporal-polyfill'\nexport const probe = Temporal.Now.instant()",
    lint: 'no-restricted-properties',
    says: /shared has no clock/,
  },
  {
    rule: 'shared has no chance',
    file: 'shared/src/plan/probe.ts',
    breaks: 'export const probe = Math.random()',
    lint: 'no-restricted-properties',
    says: /shared has no chance/,
  },
  {
    rule: 'shared reaches no global by way of globalThis',
    file: 'shared/src/plan/probe.ts',
    breaks: 'export const probe = globalThis.Date',
    lint: 'no-restricted-properties',
    says: /shared is pure/,
  },
  ...['kysely', 'hono', 'react', 'node:fs', '@trpc/server'].map((name): Case => ({
    rule: `shared imports no ${name}`,
    file: 'shared/src/graph/probe.ts',
    breaks: `export * from '${name}'`,
    lint: 'tabiji(imports)',
    says: /shared is pure/,
    allowed: { text: "export { z } from 'zod'" },
  })),
  ...[
    '../../../server/src/kernel/errors.ts',
    '@tabiji/server/kernel/errors.ts',
    '@tabiji/migrations/migrate.ts',
    '../../../web/src/lib/api/trpc.ts',
  ].map((name): Case => ({
    rule: `shared does not import ${name}, not even its types`,
    file: 'shared/src/graph/probe.ts',
    breaks: `import type { X } from '${name}'\nexport type Probe = X`,
    lint: 'tabiji(imports)',
    says: /shared stands below all others/,
  })),
  {
    rule: 'web takes only types from the server',
    file: 'web/src/lib/probe.ts',
    breaks: "import { appRouter } from '@tabiji/server/app/http/router.ts'\nexport const probe = appRouter",
    lint: 'tabiji(imports)',
    says: /web takes only types from the server/,
    allowed: {
      text: "import type { AppRouter } from '@tabiji/server/app/http/router.ts'\nexport type Probe = AppRouter",
    },
  },
  {
    rule: 'web takes only types from the server, also by a dynamic import',
    file: 'web/src/lib/probe.ts',
    breaks: "export const probe = () => import('../../../server/src/kernel/errors.ts')",
    lint: 'tabiji(imports)',
    says: /web takes only types from the server/,
  },
  ...['../../kernel/db/database.ts', './journey.repository.ts', './journey.table.ts', 'kysely'].flatMap((name) =>
    ['probe.operations.ts', 'probe.rest.ts', 'callbacks.ts'].map((file): Case => ({
      rule: `${file} does not query: ${name}`,
      file: `server/src/journeys/drafts/${file}`,
      breaks: `import type { X } from '${name}'\nexport type Probe = X`,
      lint: 'tabiji(imports)',
      says: /operations, routes and hosted pages only translate/,
      allowed: { text: "export { publishJourney } from './publish-journey.ts'" },
    })),
  ),
  {
    rule: 'a domain imports nothing from the domains above it',
    file: 'server/src/engine/probe.ts',
    breaks: "export { createCta } from '../engagement/ctas/create-cta.ts'",
    lint: 'tabiji(imports)',
    says: /the rooms of server\/src stand in the order kernel < accounts/,
    allowed: {
      file: 'server/src/journeys/probe.ts',
      text: "export { createCta } from '../engagement/ctas/create-cta.ts'",
    },
  },
  {
    rule: 'a domain imports not even a type from the domains above it',
    file: 'server/src/kernel/http/probe.ts',
    breaks: "import type { Auth } from '../../accounts/sessions/auth.ts'\nexport type Probe = Auth",
    lint: 'tabiji(imports)',
    says: /the rooms of server\/src stand in the order kernel < accounts/,
  },
  ...[
    "export { findJourneyById } from '../engine/versions/journey.repository.ts'",
    "import type { JourneyTable } from '../engine/versions/journey.table.ts'\nexport type Probe = JourneyTable",
  ].map((breaks): Case => ({
    rule: `a domain imports no repository and no table of another one: ${/\w+\.(repository|table)/.exec(breaks)?.[0]}`,
    file: 'server/src/journeys/probe.ts',
    breaks,
    lint: 'tabiji(imports)',
    says: /of another domain only verbs and types: call a verb of engine/,
    allowed: {
      text: "import type { Journey } from '../engine/versions/journey.types.ts'\nexport { requireJourney } from '../engine/versions/require-journey.ts'\nexport type Probe = Journey",
    },
  })),
  {
    rule: 'a room of shared imports nothing from the rooms above it',
    file: 'shared/src/engine/probe.ts',
    breaks: "import type { NodeKindName } from '../nodes/registry.ts'\nexport type Probe = NodeKindName",
    lint: 'tabiji(imports)',
    says: /the rooms of shared\/src stand in the order messages < kernel/,
    allowed: {
      file: 'shared/src/drafts/probe.ts',
      text: "import type { NodeKindName } from '../nodes/registry.ts'\nexport type Probe = NodeKindName",
    },
  },
  {
    rule: 'a verb does not query',
    file: 'server/src/journeys/drafts/probe.ts',
    breaks: "import { sql } from 'kysely'\nexport const probe = sql`select 1`",
    lint: 'tabiji(imports)',
    says: /queries live in repositories/,
    allowed: {
      file: 'server/src/journeys/drafts/probe.repository.ts',
      text: "import { sql } from 'kysely'\nexport const probe = sql`select 1`",
    },
  },
  {
    rule: 'a table file takes only types from kysely',
    file: 'server/src/journeys/drafts/probe.table.ts',
    breaks: "import { sql } from 'kysely'\nexport const probe = sql",
    lint: 'tabiji(imports)',
    says: /a table file holds types alone/,
    allowed: { text: "import type { Generated } from 'kysely'\nexport type Probe = Generated<string>" },
  },
  {
    rule: 'nobody but db/ opens connections to the database',
    file: 'server/src/journeys/drafts/probe.ts',
    breaks: "import pg from 'pg'\nexport const probe = new pg.Pool()",
    lint: 'tabiji(imports)',
    says: /connections to the database are made in kernel\/db alone/,
  },
  {
    rule: 'only the queue adapter knows pg-boss',
    file: 'server/src/engine/runners/probe.ts',
    breaks: "import type { Job } from 'pg-boss'\nexport type Probe = Job",
    lint: 'tabiji(imports)',
    says: /the queue is reached through the port/,
    allowed: {
      file: 'server/src/kernel/jobs/pg-boss-queue.ts',
      text: "import type { Job } from 'pg-boss'\nexport type Probe = Job",
    },
  },
  {
    rule: 'nothing goes out but through fetchExternal: undici',
    file: 'server/src/integrations/calls/probe.ts',
    breaks: "import { request } from 'undici'\nexport const probe = request",
    lint: 'tabiji(imports)',
    says: /everything outbound goes through fetchExternal/,
    allowed: {
      file: 'server/src/kernel/outbound/probe.ts',
      text: "import { request } from 'undici'\nexport const probe = request",
    },
  },
  {
    rule: 'nothing goes out but through fetchExternal: fetch',
    file: 'server/src/integrations/calls/probe.ts',
    breaks: "export const probe = () => fetch('https://example.com')",
    lint: 'no-restricted-globals',
    says: /goes through ctx\.fetchExternal/,
  },
  {
    rule: 'domains of the web app do not import each other',
    file: 'web/src/domains/settings/probe.ts',
    breaks: "export * from '../journeys/list/journey-list.tsx'",
    lint: 'tabiji(imports)',
    says: /domains do not import each other/,
    allowed: { text: "export * from '../../nodes/node-view.ts'" },
  },
  {
    rule: 'domains of the web app do not import each other, from a room inside either, not even types',
    file: 'web/src/domains/journeys/editor/canvas/probe.ts',
    breaks:
      "import type { X } from '../../../integrations/actions/editor/draft/action-draft.ts'\nexport type Probe = X",
    lint: 'tabiji(imports)',
    says: /domains do not import each other/,
    allowed: { text: "export * from '../store/editor-store.ts'" },
  },
  {
    rule: 'rooms of a domain import in one direction',
    file: 'web/src/domains/journeys/editor/publish/probe.ts',
    breaks: "export * from '../lifecycle/state-menu.tsx'",
    lint: 'tabiji(imports)',
    says: /the rooms of web\/src\/domains\/journeys\/editor stand in the order store < context < /,
    allowed: { text: "export * from '../checks/problems-list.tsx'" },
  },
  {
    rule: 'a room does not import a file of the folder above that uses it',
    file: 'web/src/domains/journeys/editor/canvas/probe.ts',
    breaks: "export const probe = () => import('../journey-editor.tsx')",
    lint: 'tabiji(imports)',
    says: /the rooms of web\/src\/domains\/journeys\/editor stand in the order/,
    allowed: { file: 'web/src/domains/journeys/editor/probe.ts', text: "export * from './canvas/canvas.tsx'" },
  },
  {
    rule: 'rooms side by side do not import each other',
    file: 'web/src/domains/journeys/editor/panel/probe.test.ts',
    breaks: "export * from '../history/history-sheet.tsx'",
    lint: 'tabiji(imports)',
    says: /imports go to the left/,
    allowed: { text: "export * from '../context/editor-context.tsx'" },
  },
  {
    rule: 'a room that the order does not name imports nothing of the others',
    file: 'web/src/domains/journeys/editor/attic/probe.ts',
    breaks: "export * from '../store/editor-store.ts'",
    lint: 'tabiji(imports)',
    says: /leaves one of the two out/,
    allowed: { text: "export * from './other.ts'" },
  },
  {
    rule: 'rooms of a folder without an order do not import each other',
    file: 'web/src/domains/settings/members/probe.ts',
    breaks: "export * from '../records/records-settings.tsx'",
    lint: 'tabiji(imports)',
    says: /web\/src\/domains\/settings has no order of its rooms/,
    allowed: { text: "export * from './other.ts'" },
  },
  {
    rule: 'a node kind imports no domain',
    file: 'web/src/nodes/split/probe.ts',
    breaks: "export * from '../../domains/journeys/editor/canvas/canvas.tsx'",
    lint: 'tabiji(imports)',
    says: /the rooms of web\/src stand in the order i18n < lib < ui < nodes < domains < app/,
    allowed: { text: "export * from '../../ui/layout/page.tsx'" },
  },
  {
    rule: 'a node kind imports no other kind',
    file: 'web/src/nodes/split/probe.ts',
    breaks: "export * from '../email/email.tsx'",
    lint: 'tabiji(imports)',
    says: /a node kind imports no other kind/,
    allowed: { text: "export * from '../form/field/field-picker.tsx'" },
  },
  {
    rule: 'lib of the web app knows no component',
    file: 'web/src/lib/probe.ts',
    breaks: "export * from '../ui/feedback/toast.ts'",
    lint: 'tabiji(imports)',
    says: /the rooms of web\/src stand in the order/,
    allowed: { file: 'web/src/ui/menus/probe.ts', text: "export * from '../../lib/use-now.ts'" },
  },
  {
    rule: 'settings are read in env.ts alone',
    file: 'server/src/journeys/drafts/probe.ts',
    breaks: 'export const probe = process.env.PORT',
    lint: 'no-restricted-properties',
    says: /Settings are read in server\/src\/kernel\/env\.ts alone/,
    allowed: { file: 'server/src/kernel/env.ts', text: 'export const probe = process.env.PORT' },
  },
  {
    rule: 'settings are read in env.ts alone, also by way of node:process',
    file: 'server/src/journeys/drafts/probe.ts',
    breaks: "export { env } from 'node:process'",
    lint: 'tabiji(imports)',
    says: /settings are read in kernel\/env\.ts alone/,
  },
  {
    rule: 'the monotonic clock of the server is read in clock.ts alone',
    file: 'server/src/engine/probe.ts',
    breaks: 'export const probe = () => performance.now()',
    lint: 'tabiji(clock)',
    says: /The monotonic clock is read in clock\.ts alone/,
    allowed: {
      text: "import type { Deps } from '../kernel/deps.ts'\nexport const probe = ({ clock }: Deps) => clock.monotonic()",
    },
  },
  {
    rule: 'the chance of the server is read in clock.ts alone',
    file: 'server/src/app/start/probe.ts',
    breaks: 'export const probe = [1, 2].map(Math.random)',
    lint: 'tabiji(clock)',
    says: /Chance is read in clock\.ts alone/,
    allowed: {
      text: "import type { Deps } from '../../kernel/deps.ts'\nexport const probe = ({ random }: Deps) => [1, 2].map(random)",
    },
  },
  {
    rule: 'the clock of the server is read in clock.ts alone',
    file: 'server/src/journeys/drafts/probe.ts',
    breaks: 'export const probe = new Date()',
    lint: 'tabiji(clock)',
    says: /The clock is read in clock\.ts alone/,
    allowed: { text: "export const probe = new Date('2026-01-01T00:00:00Z')" },
  },
  {
    rule: 'a migration imports no app code',
    file: 'migrations/0001_probe.ts',
    breaks: "export * from '@tabiji/shared/graph/journey-document.ts'",
    lint: 'tabiji(imports)',
    says: /an old migration must run for ever/,
    allowed: { text: "export { sql } from 'kysely'" },
  },
  {
    rule: 'an exception without a reason does not count',
    file: 'server/src/journeys/drafts/probe.ts',
    breaks: '// oxlint-disable-next-line tabiji/clock\nexport const probe = new Date()',
    lint: 'tabiji(exceptions)',
    says: /An exception stands at its line and says why/,
    allowed: {
      text: '// oxlint-disable-next-line tabiji/clock -- shown to the operator only\nexport const probe = new Date()',
    },
  },
  {
    rule: 'an exception for a whole file does not count',
    file: 'server/src/journeys/drafts/probe.ts',
    breaks: '/* oxlint-disable tabiji/clock -- all of it */\nexport const probe = 1',
    lint: 'tabiji(exceptions)',
    says: /An exception stands at its line and says why/,
  },
]

type Finding = { file: string; code: string; message: string }

const houses: string[] = []
let broken: Finding[] = []
let allowed: Finding[] = []
let compilerSays = ''

// One copy for all broken files and one for all allowed files. The number in its name identifies a file.
beforeAll(() => {
  const wrong = buildHouse(cases.flatMap((one, index) => (one.lint ? [[numbered(one.file, index), one.breaks]] : [])))
  const right = buildHouse(
    cases.flatMap((one, index): [string, string][] =>
      one.allowed ? [[numbered(one.allowed.file ?? one.file, index), one.allowed.text]] : [],
    ),
  )
  broken = lint(wrong)
  allowed = lint(right)
  // Separate from the others, because their imports pull in the types of Node.
  const impure = buildHouse(cases.flatMap((one, index) => (one.lint ? [] : [[numbered(one.file, index), one.breaks]])))
  compilerSays = run(impure, 'tsc', ['--project', 'shared', '--pretty', 'false'])
}, 60_000)
afterAll(() => {
  for (const house of houses) rmSync(house, { recursive: true, force: true })
})

describe('breaking a rule fails', () => {
  test.each(cases.map((one, index) => [one.rule, one, index] as const))('%s', (_rule, one, index) => {
    expect(said(numbered(one.file, index), one.lint).join('\n')).toMatch(one.says)
  })
})

function said(file: string, lintRule: string | undefined): string[] {
  if (!lintRule) return compilerSays.split('\n').filter((line) => line.startsWith(`${file}(`))
  return broken
    .filter((finding) => finding.file === file && finding.code.includes(lintRule))
    .map((finding) => finding.message)
}

describe('keeping it passes', () => {
  const permitted = cases.flatMap((one, index) => (one.allowed ? [[one.rule, one, index] as const] : []))
  test.each(permitted)('%s', (_rule, one, index) => {
    const file = numbered(one.allowed?.file ?? one.file, index)
    expect(allowed.filter((finding) => finding.file === file)).toEqual([])
  })
})

test('two files that import each other fail', () => {
  const house = buildHouse([
    ['server/src/journeys/drafts/a.ts', "import { b } from './b.ts'\nexport const a = () => b"],
    ['server/src/journeys/drafts/b.ts', "import { a } from './a.ts'\nexport const b = () => a"],
  ])
  expect(lint(house).map((finding) => finding.code)).toContain('import(no-cycle)')
})

test('the package of shared lists only what its rule allows', () => {
  const { dependencies } = JSON.parse(readFileSync(path.join(top, 'shared/package.json'), 'utf8')) as {
    dependencies: object
  }
  expect(Object.keys(dependencies).sort()).toEqual(['json-p3', 'liquidjs', 're2js', 'temporal-polyfill', 'zod'])
})

// A router is recognised by the end of its file name, pg-boss-queue.ts and env.ts by the whole name, so these two keep
// their names and cannot be numbered.
function numbered(file: string, index: number): string {
  if (/(env|pg-boss-queue)\.ts$/.test(file)) return file
  return file.replace('probe', `probe-${index}`)
}

function buildHouse(files: [string, string][]): string {
  const house = mkdtempSync(path.join(tmpdir(), 'tabiji-rules-'))
  houses.push(house)
  for (const part of [
    '.oxlintrc.json',
    '.oxlint',
    'tsconfig.json',
    'shared/tsconfig.json',
    'shared/types',
    'shared/package.json',
  ])
    cpSync(path.join(top, part), path.join(house, part), { recursive: true })
  symlinkSync(path.join(top, 'node_modules'), path.join(house, 'node_modules'))
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(house, file)), { recursive: true })
    writeFileSync(path.join(house, file), `${text}\n`)
  }
  return house
}

function lint(house: string): Finding[] {
  const output = run(house, 'oxlint', ['--format', 'json'])
  const { diagnostics } = JSON.parse(output) as {
    diagnostics: { filename: string; code: string; message: string; help?: string }[]
  }
  return diagnostics.map(({ filename, code, message, help }) => ({
    file: filename,
    code,
    message: `${message} ${help ?? ''}`,
  }))
}

function run(house: string, command: string, args: string[]): string {
  const { stdout, stderr, error } = spawnSync(path.join(top, 'node_modules/.bin', command), args, {
    cwd: house,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${path.join(top, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}` },
  })
  if (error) throw error
  return stdout || stderr
}
