import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeSystemDir } from './postgres-binaries.ts'
import { canEnter, type SystemUser } from './system-user.ts'
import { writeOnce } from './write-file.ts'

export const clusterUser = 'tabiji'
const majorVersion = '18'

/** The folder of the cluster, which may not exist yet. */
export async function clusterDirOf(dataDir: string): Promise<string> {
  const noted = await readText(locationFile(dataDir))
  return noted ?? path.join(dataDir, 'pg')
}

export function passwordOf(dataDir: string): Promise<string | undefined> {
  return readText(passwordFile(dataDir))
}

/** Creates the cluster if it is missing. Two concurrent starts may both get here: only one cluster is kept. */
export async function ensureCluster(options: {
  dataDir: string
  binaries: string
  user: SystemUser
  initdbFlags: string[]
  progress: (line: string) => void
}): Promise<string> {
  const { dataDir, user } = options
  const clusterDir = await clusterDirOf(dataDir)
  const version = await readText(path.join(clusterDir, 'PG_VERSION'))
  if (version === majorVersion) return clusterDir
  if (version !== undefined)
    throw new Error(
      `The database in ${clusterDir} was made by PostgreSQL ${version}; this Tabiji brings PostgreSQL ${majorVersion}. ` +
        `Dump it with PostgreSQL ${version} and restore it, or set DATABASE_URL to a server of that version.`,
    )
  options.progress('Creating the database …')
  const password = await writeOnce(passwordFile(dataDir), `${randomBytes(24).toString('base64url')}\n`)
  const home = path.dirname(await chooseClusterDir(dataDir, user))
  await initialise({ ...options, home, password: password.trim() })
  return path.join(home, 'pg')
}

async function chooseClusterDir(dataDir: string, user: SystemUser): Promise<string> {
  const clusterDir = await clusterDirOf(dataDir)
  if (!user || clusterDir !== path.join(dataDir, 'pg') || (await canEnter(dataDir, user))) return clusterDir
  // Also random, so that a new data folder under the same path never finds the cluster of the old one.
  const hash = createHash('sha256').update(dataDir).update(randomBytes(16)).digest('hex').slice(0, 16)
  const home = await makeSystemDir(hash)
  // Only for people who look at the folder; the program does not read it.
  await writeFile(path.join(home, 'belongs-to'), `${dataDir}\n`)
  const noted = (await writeOnce(locationFile(dataDir), `${path.join(home, 'pg')}\n`)).trim()
  if (path.dirname(noted) !== home) await rm(home, { recursive: true })
  return noted
}

async function initialise(options: {
  home: string
  binaries: string
  user: SystemUser
  password: string
  initdbFlags: string[]
}): Promise<void> {
  const { home, binaries, user, password, initdbFlags } = options
  // Created beside its final place and moved there when complete, so that a killed start leaves nothing that looks like
  // a cluster.
  const draft = path.join(home, `pg.${randomBytes(4).toString('hex')}`)
  const secret = path.join(draft, 'password')
  const cluster = path.join(draft, 'pg')
  await mkdir(draft, { mode: 0o700 })
  try {
    await writeFile(secret, password, { mode: 0o600 })
    if (user) await Promise.all([draft, secret].map((file) => chown(file, user.uid, user.gid)))
    await run(path.join(binaries, 'bin', 'initdb'), user, [
      `--pgdata=${cluster}`,
      `--username=${clusterUser}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Gives the same sort order on every machine, whatever locales are installed.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...initdbFlags,
    ])
    await rename(cluster, path.join(home, 'pg')).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

function run(command: string, user: SystemUser, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...user,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // This process handles Ctrl-C. An incomplete cluster is deleted in any case.
      detached: true,
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => reject(new Error(`${command} could not be run: ${error.message}`)))
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${path.basename(command)} failed (exit code ${code}):\n${output.trim()}`))
    })
  })
}

function locationFile(dataDir: string): string {
  return path.join(dataDir, 'pg-location')
}

function passwordFile(dataDir: string): string {
  return path.join(dataDir, 'pg-password')
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
