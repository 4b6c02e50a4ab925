import { execFile, spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The user that PostgreSQL runs as. Undefined means the present user. Root needs another user, because PostgreSQL
 * refuses to run as root.
 */
export type SystemUser = { uid: number; gid: number } | undefined

const ownName = 'tabiji'

export async function findSystemUser(clusterDirs: string[]): Promise<SystemUser> {
  if (process.getuid?.() !== 0) return undefined
  // A cluster belongs to the user that created it, also when a "postgres" user was added to the machine later.
  for (const dir of clusterDirs) {
    const owner = await stat(dir).catch(() => undefined)
    if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  }
  return (await lookUp('postgres')) ?? (await lookUp(ownName)) ?? (await create())
}

async function lookUp(name: string): Promise<SystemUser> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function create(): Promise<SystemUser> {
  const attempts: [string, string[]][] = [
    [
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/false', ownName],
    ],
    [
      'adduser',
      ['--system', '--group', '--no-create-home', '--home', '/nonexistent', '--shell', '/bin/false', ownName],
    ],
  ]
  const reasons: string[] = []
  for (const [command, args] of attempts) {
    try {
      await run(command, args)
    } catch (error) {
      reasons.push((error as Error).message.trim())
    }
    // Looked up also after a failure, because another start may have created the user at the same moment.
    const user = await lookUp(ownName)
    if (user) return user
  }
  throw new Error(
    `PostgreSQL does not run as root, and a system user "${ownName}" for it could not be made (${reasons.join('; ')}). ` +
      `Make one with: useradd --system ${ownName}. Or start as an ordinary user, or set DATABASE_URL.`,
  )
}

/** Tested by the system instead of computed from file modes, which ignore ACLs and mounts. */
export function canEnter(dir: string, user: SystemUser): Promise<boolean> {
  return new Promise((resolve) => {
    spawn('/bin/sh', ['-c', 'cd -- "$0"', dir], { ...user, cwd: '/', stdio: 'ignore' })
      .on('error', () => resolve(false))
      .on('exit', (code) => resolve(code === 0))
  })
}
