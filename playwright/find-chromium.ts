import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

const downloadMs = 60_000

const installed = [
  'chromium',
  'google-chrome',
  'google-chrome-stable',
  'chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * The browser for the tests: the one in CHROMIUM_PATH, an installed one or a downloaded one. As root, it also installs
 * the system's package.
 */
export function findChromium(progress: (line: string) => void): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (works(named)) return named
    throw new Error(`CHROMIUM_PATH names ${named}, which does not run. Name a Chromium or Chrome, or unset it.`)
  }
  const found = installed.find(works) ?? downloaded()
  if (found) return found
  progress(`No Chromium on this machine; downloading one (up to ${downloadMs / 1000} s) …`)
  const playwright = path.resolve(import.meta.dirname, '../node_modules/.bin/playwright')
  spawnSync(playwright, ['install', 'chromium'], { stdio: 'inherit', timeout: downloadMs, killSignal: 'SIGKILL' })
  return downloaded() ?? (installPackage(progress) ? installed.find(works) : undefined)
}

/** The install command for this machine. */
export function chromiumInstallCommand(): string {
  return works('apt-get') ? 'sudo apt-get install -y chromium' : 'npx playwright install --with-deps chromium'
}

function downloaded(): string | undefined {
  const file = chromium.executablePath()
  return existsSync(file) && works(file) ? file : undefined
}

function installPackage(progress: (line: string) => void): boolean {
  if (process.getuid?.() !== 0 || !works('apt-get')) return false
  progress("Installing the system's Chromium with apt-get …")
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return [['update'], ['install', '-y', '--no-install-recommends', 'chromium']].every(
    (args) => spawnSync('apt-get', args, { stdio: 'inherit', env }).status === 0,
  )
}

/**
 * Runs the command with --version, because on some systems the command exists and only explains how to install the
 * browser.
 */
function works(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}
