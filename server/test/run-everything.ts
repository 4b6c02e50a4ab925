import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
// oxlint-disable-next-line tabiji/imports -- this command runs the tests of all workspaces
import { findChromium, chromiumInstallCommand } from '../../playwright/find-chromium.ts'
import { type Count, countPlaywright, countVitest } from './count-results.ts'

// `npm test`: runs everything, also after a failure, and prints one summary line at the end.

const top = path.resolve(import.meta.dirname, '../..')
const reports = mkdtempSync(path.join(tmpdir(), 'tabiji-reports-'))
const total: Count = { passed: 0, failed: 0, skipped: 0 }
const notes: string[] = []

try {
  await check('Types', 'turbo', ['run', 'typecheck', '--continue', '--output-logs=errors-only'])
  await check('Lint', 'oxlint', ['--deny-warnings'])
  await unitTests()
  await browserTests()
} finally {
  rmSync(reports, { recursive: true, force: true })
}

for (const note of notes) console.log(note)
if (total.skipped > 0) console.log(`${total.skipped} skipped`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1

async function check(title: string, command: string, args: string[]): Promise<void> {
  const code = await run(title, command, args)
  add({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 })
}

async function unitTests(): Promise<void> {
  const file = path.join(reports, 'vitest.json')
  const reporters = ['default', 'json', './server/test/unique-test-names.ts'].map((name) => `--reporter=${name}`)
  const code = await run('Unit and integration tests', 'vitest', [
    'run',
    '--config',
    '.vitest.config.ts',
    ...reporters,
    `--outputFile.json=${file}`,
  ])
  add(atLeastOneFailure(countVitest(readReport(file)), code))
}

async function browserTests(): Promise<void> {
  if (!existsSync(path.join(top, 'playwright/playwright.config.ts'))) return
  const title = 'Browser tests'
  const executable = findChromium((line) => console.log(line))
  if (!executable) {
    notes.push(
      `${title} skipped: there is no Chromium. Install one and run npm test again: ${chromiumInstallCommand()}`,
    )
    total.skipped += 1
    return
  }
  const file = path.join(reports, 'playwright.json')
  const code = await run(
    title,
    'playwright',
    ['test', '--config', 'playwright/playwright.config.ts', '--reporter=list,json'],
    {
      CHROMIUM_PATH: executable,
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    },
  )
  add(atLeastOneFailure(countPlaywright(readReport(file)), code))
}

/** A run can fail without a failing test: a file that does not load, a name used twice, an error between tests. */
function atLeastOneFailure(count: Count, exitCode: number): Count {
  return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

function add(count: Count): void {
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
}

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

function run(title: string, command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 70 - title.length))}`)
  const begun = performance.now()
  return new Promise((resolve) => {
    const child = spawn(path.join(top, 'node_modules/.bin', command), args, {
      cwd: top,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', ...env },
    })
    child.on('error', (error) => {
      console.error(`${command} could not be run: ${error.message}`)
      resolve(1)
    })
    child.on('close', (code) => {
      console.log(`${title}: ${code === 0 ? 'ok' : 'failed'} in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
      resolve(code ?? 1)
    })
  })
}
