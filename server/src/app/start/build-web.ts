import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { systemClock } from '../../kernel/clock.ts'
import { repositoryDir } from '../../kernel/env.ts'
import { isRunning } from './process-state.ts'

const webDir = path.join(repositoryDir, 'web')
const distDir = path.join(webDir, 'dist')
const stampName = '.built-from'

/** The inputs of a build. A change of any other file does not change the build. */
const inputs = [
  'web/src',
  'web/public',
  'web/index.html',
  'web/vite.config.ts',
  'web/package.json',
  'shared/src',
  'package-lock.json',
]

/** Builds the web app, unless the last build used exactly these files. */
export async function buildWeb(progress: (line: string) => void): Promise<void> {
  const stamp = await hashOf(inputs)
  if ((await readFile(path.join(distDir, stampName), 'utf8').catch(() => '')) === stamp) return
  progress('Building the web app …')
  const begun = systemClock.monotonic()
  // Built beside its final place and moved there when complete, so that no incomplete build is served, also with two
  // concurrent starts.
  const draft = path.join(webDir, `.dist-${process.pid}`)
  await removeLeftovers()
  try {
    await runVite(draft)
    await writeFile(path.join(draft, stampName), stamp)
    await replaceDist(draft)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  progress(`Built the web app in ${((systemClock.monotonic() - begun) / 1000).toFixed(1)} s`)
}

/** Removes the folders of killed builds. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(webDir)) {
    const pid = Number(/^\.dist-(\d+)/.exec(name)?.[1])
    if (pid && !isRunning(pid)) await rm(path.join(webDir, name), { recursive: true, force: true })
  }
}

async function replaceDist(draft: string): Promise<void> {
  const old = `${draft}-old`
  await rename(distDir, old).catch(() => {})
  await rename(draft, distDir).catch((error: NodeJS.ErrnoException) => {
    // Another start was first, with the same files.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  await rm(old, { recursive: true, force: true })
}

function runVite(outDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = path.join(repositoryDir, 'node_modules/vite/bin/vite.js')
    const child = spawn(process.execPath, [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'], {
      cwd: webDir,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`The web app could not be built:\n${stripVTControlCharacters(output).trim()}`))
    })
  })
}

async function hashOf(paths: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await Promise.all(paths.map(filesIn))).flat()) {
    hash.update(`${file}\0`)
    hash.update(await readFile(path.join(repositoryDir, file)))
  }
  return hash.digest('hex')
}

async function filesIn(relative: string): Promise<string[]> {
  const entries = await readdir(path.join(repositoryDir, relative), { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR') return null
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  if (entries === null) return [relative]
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(repositoryDir, path.join(entry.parentPath, entry.name)))
    .sort()
}
