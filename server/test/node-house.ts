import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const top = path.resolve(import.meta.dirname, '../..')
const houses: string[] = []

export function removeHouses(): void {
  for (const house of houses.splice(0)) rmSync(house, { recursive: true, force: true })
}

/** Copies the sources that a node kind touches, beside the packages of this checkout. */
export function copyHouse(): string {
  const house = mkdtempSync(path.join(tmpdir(), 'tabiji-new-node-'))
  houses.push(house)
  for (const part of [
    'tsconfig.json',
    'shared/src',
    'shared/types',
    'shared/package.json',
    'shared/tsconfig.json',
    'shared/vitest.config.ts',
    'web/src',
    'web/package.json',
    'web/tsconfig.json',
    'server/scripts/new-node.ts',
  ]) {
    cpSync(path.join(top, part), path.join(house, part), { recursive: true })
  }
  const modules = path.join(house, 'node_modules')
  mkdirSync(path.join(modules, '@tabiji'), { recursive: true })
  for (const name of readdirSync(path.join(top, 'node_modules'))) {
    if (name !== '@tabiji') symlinkSync(path.join(top, 'node_modules', name), path.join(modules, name))
  }
  symlinkSync(path.join(house, 'shared'), path.join(modules, '@tabiji/shared'))
  symlinkSync(path.join(top, 'server'), path.join(modules, '@tabiji/server'))
  return house
}

export function newNode(house: string, ...args: string[]) {
  return spawnSync(process.execPath, ['server/scripts/new-node.ts', ...args], { cwd: house, encoding: 'utf8' })
}

export function compile(house: string): string {
  const views = filesOf(house).filter((file) => /^web\/src\/nodes\/.*(?<!\.test)\.tsx?$/.test(file))
  const files = ['web/src/vite-env.d.ts', ...views]
  writeFileSync(
    path.join(house, 'tsconfig.nodes.json'),
    JSON.stringify({ extends: './web/tsconfig.json', include: [], files }),
  )
  return run(house, 'tsc', ['--project', 'tsconfig.nodes.json', '--pretty', 'false']).stdout
}

export function runTests(house: string, names: RegExp) {
  const report = path.join(house, 'report.json')
  run(path.join(house, 'shared'), 'vitest', [
    'run',
    'src/nodes',
    `--testNamePattern=${names.source}`,
    '--reporter=json',
    `--outputFile=${report}`,
  ])
  const text = readFileSync(report, 'utf8')
  const { testResults } = JSON.parse(text) as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[]
  }
  const named = (status: string) =>
    testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter((result) => result.status === status).map(({ fullName }) => fullName.trim()),
    )
  return { passed: named('passed'), failed: named('failed'), report: text }
}

function run(cwd: string, command: string, args: string[]) {
  const bin = path.join(top, 'node_modules/.bin')
  const result = spawnSync(path.join(bin, command), args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
  })
  if (result.error) throw result.error
  return result
}

export function change(house: string, file: string, from: string | RegExp, to: string): void {
  const before = read(house, file)!
  const after = before.replace(from, to)
  if (after === before) throw new Error(`${file} has no ${from}`)
  writeFileSync(path.join(house, file), after)
}

export function read(house: string, file: string): string | null {
  try {
    return readFileSync(path.join(house, file), 'utf8')
  } catch {
    return null
  }
}

export function filesOf(house: string): string[] {
  return ['shared/src', 'web/src']
    .flatMap((folder) =>
      readdirSync(path.join(house, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(house, path.join(entry.parentPath, entry.name))),
    )
    .sort()
}
