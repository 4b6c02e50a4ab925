import { migrateToLatest } from '@tabiji/migrations/migrate.ts'
import { pino } from 'pino'
import { type Ctx, systemCtx } from '../../kernel/context.ts'
import { openDatabase } from '../../kernel/db/database.ts'
import { buildDeps, closeDeps } from '../build-deps.ts'
import type { Deps } from '../../kernel/deps.ts'
import { type Env, readEnv } from '../../kernel/env.ts'
import { upgradeSealedValues } from '../../operations/key-rotation/upgrade-sealed-values.ts'
import { checkSecretKey } from '../../accounts/settings/check-secret-key.ts'
import { findRunningDatabase } from '../embedded-postgres/embedded-postgres.ts'
import { ensureFirstWorkspace } from '../../accounts/workspaces/ensure-first-workspace.ts'
import { listWorkspaces } from '../../accounts/workspaces/list-workspaces.ts'
import { CliError } from './cli-error.ts'
import { requireAnswer } from './require-answer.ts'
import type { Workspace } from '../../accounts/workspaces/workspace.types.ts'

/** Runs a verb of a workspace for the person at the terminal. */
export async function withWorkspace<T>(
  workspaceName: string | undefined,
  run: (ctx: Ctx) => Promise<T>,
  env: Env = readEnv(),
): Promise<T> {
  return withInstallation(async (deps) => {
    const workspace = chooseWorkspace(await listWorkspaces(deps), workspaceName) ?? (await ensureFirstWorkspace(deps))
    return run(systemCtx(deps, workspace.id, commandLineName))
  }, env)
}

export const commandLineName = 'Command line'

/** Runs something for the whole installation, with the settings and the database of the server. */
export async function withInstallation<T>(run: (deps: Deps) => Promise<T>, env: Env = readEnv()): Promise<T> {
  const connectionString = await findDatabase(env)
  const database = openDatabase(connectionString, { maxConnections: 2 })
  // Standard output is reserved for the result. What a command did is said by the command, not by the log.
  const log = pino(
    { level: env.logLevel === 'info' ? 'warn' : env.logLevel },
    pino.destination({ dest: 2, sync: true }),
  )
  // Role `web`, because a command must never handle jobs; the server does.
  const deps = buildDeps({ ...env, role: 'web' }, database, { log })
  try {
    await requireAnswer(connectionString, env)
    await migrateToLatest(connectionString)
    await checkSecretKey(deps)
    await upgradeSealedValues(deps)
    return await run(deps)
  } finally {
    await closeDeps(deps)
    await database.close()
  }
}

async function findDatabase(env: Env): Promise<string> {
  if (env.databaseUrl !== undefined) return env.databaseUrl
  const running = await findRunningDatabase(env.dataDir)
  if (running === undefined)
    throw new CliError(
      `No database answers: DATABASE_URL is not set, and no Tabiji is running with the data folder ${env.dataDir}. ` +
        'Start it with "npm start" (in another terminal), or set TABIJI_DATA_DIR or DATABASE_URL as the server has it.',
    )
  return running
}

function chooseWorkspace(workspaces: Workspace[], name: string | undefined): Workspace | undefined {
  const names = workspaces.map((workspace) => `"${workspace.name}"`).join(', ')
  if (name !== undefined) {
    const chosen = workspaces.filter((workspace) => workspace.name === name || workspace.id === name)
    if (chosen.length === 1) return chosen[0]
    throw new CliError(`There is no single workspace "${name}". Workspaces: ${names || 'none yet'}.`)
  }
  if (workspaces.length > 1) throw new CliError(`Say which workspace with --workspace NAME: ${names}.`)
  return workspaces[0]
}
