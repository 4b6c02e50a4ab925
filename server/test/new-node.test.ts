import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// What a new node kind costs, and who says so when a part of it is forgotten: the compiler and the contract of all kinds,
// each run on a copy of the house.

const top = path.resolve(import.meta.dirname, '../..')
const houses: string[] = []
const kept = { timeout: 120_000 }

afterAll(() => {
  for (const house of houses) rmSync(house, { recursive: true, force: true })
})

describe('npm run new:node -- pauseBriefly', () => {
  let house = ''
  let said = ''
  beforeAll(() => {
    house = copyHouse()
    said = newNode(house, 'pauseBriefly').stdout
  })

  test('writes two files, a test and a line in each of two lists, and says so', () => {
    const changed = filesOf(house).filter((file) => read(house, file) !== read(top, file))
    expect(changed).toEqual([
      'shared/src/nodes/pause-briefly.test.ts',
      'shared/src/nodes/pause-briefly.ts',
      'shared/src/nodes/registry.ts',
      'web/src/nodes/pause-briefly/pause-briefly.tsx',
      'web/src/nodes/registry.ts',
    ])
    expect(changed.filter((file) => !said.includes(file))).toEqual([])
    for (const list of ['shared/src/nodes/registry.ts', 'web/src/nodes/registry.ts']) {
      const lines = read(house, list)!.split('\n')
      const added = lines.filter((line) => line.includes('pauseBriefly'))
      expect(added).toHaveLength(1)
      expect(lines.filter((line) => line !== added[0]).join('\n')).toBe(read(top, list))
      const exported = lines.filter((line) => line.startsWith('export'))
      expect(exported).toEqual(exported.toSorted())
    }
  })

  test(
    'writes what compiles and keeps the contract, and a test that fails until it says what the step does',
    kept,
    () => {
      expect(compile(house)).not.toMatch(/pause-?briefly/i)
      const results = runTests(house, /pauseBriefly/)
      expect(results.failed).toEqual(['pauseBriefly does what it is there for'])
      expect(results.passed.filter((name) => name.startsWith('pauseBriefly '))).not.toEqual([])
    },
  )

  test.each([
    ['a kind that is there already', ['split'], /There is a node kind "split" already/],
    ['a name that is no name', ['Pause-briefly'], /Name one node kind in camelCase/],
    ['no name', [], /\(got nothing\)/],
  ])('refuses %s and writes nothing', (_title, args, says) => {
    const before = filesOf(house)
    const { status, stderr } = newNode(house, ...args)
    expect(status).toBe(1)
    expect(stderr).toMatch(says)
    expect(filesOf(house)).toEqual(before)
  })
})

describe('whoever forgets a part of a node kind is told', () => {
  let compiler = ''
  let house = ''
  // Each kind lacks something else, so that one run of the compiler says it all.
  beforeAll(() => {
    house = copyHouse()
    for (const kind of ['viewless', 'unlabelled', 'wordless', 'halfSpoken', 'misspelt', 'unlisted'])
      newNode(house, kind)
    change(house, 'web/src/nodes/registry.ts', "export { viewless } from './viewless/viewless.tsx'\n", '')
    change(house, 'web/src/nodes/unlabelled/unlabelled.tsx', "outlets: { next: 'Next' }", 'outlets: {}')
    change(house, 'shared/src/nodes/wordless.ts', 'z.object({})', 'z.object({ speed: z.number().default(1) })')
    change(house, 'web/src/nodes/half-spoken/half-spoken.tsx', /^ {4}ja: .*\n/m, '')
    change(house, 'shared/src/nodes/misspelt.ts', "{ outlet: 'next' }", "{ outlet: 'nxet' }")
    change(house, 'shared/src/nodes/registry.ts', "export { unlisted } from './unlisted.ts'\n", '')
    compiler = compile(house)
  }, 120_000)

  test.each([
    ['a kind without a view', 'web/src/nodes/node-view.ts', /Property 'viewless' is missing/],
    ['a view without a word for a way out', 'web/src/nodes/unlabelled/unlabelled.tsx', /Property 'next' is missing/],
    ['a setting without a word', 'web/src/nodes/wordless/wordless.tsx', /Property 'speed' is missing/],
    ['a view in one language', 'web/src/nodes/half-spoken/half-spoken.tsx', /Property 'ja' is missing/],
    ['a misspelt way out', 'shared/src/nodes/misspelt.ts', /Type '"nxet"' is not assignable to type '"next"'/],
    [
      'a view of a kind that is not in the list',
      'web/src/nodes/unlisted/unlisted.tsx',
      /'"unlisted"' is not assignable/,
    ],
  ])('by the compiler: %s', (_title, file, says) => {
    // The first line of a finding names the file, the indented ones after it belong to it.
    const findings = compiler.split(/\n(?! )/).filter((finding) => finding.startsWith(`${file}(`))
    expect(findings.join('\n')).toMatch(says)
  })

  test('by the contract: a kind that is not in the list, and a misspelt way out', kept, () => {
    const { failed, report } = runTests(house, /every file of a node kind|misspelt leaves/)
    expect(failed).toEqual([
      'every file of a node kind is in the registry, under the name of the kind',
      'misspelt leaves by every one of its ways out, and by no other',
    ])
    expect(report).toMatch(/add a line for each of these to registry\.ts.*\.\/unlisted\.ts/s)
  })
})

/** The sources that a node kind touches, with the packages of this checkout around them. */
function copyHouse(): string {
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

function newNode(house: string, ...args: string[]) {
  return spawnSync(process.execPath, ['server/scripts/new-node.ts', ...args], { cwd: house, encoding: 'utf8' })
}

function compile(house: string): string {
  const views = filesOf(house).filter((file) => /^web\/src\/nodes\/.*(?<!\.test)\.tsx?$/.test(file))
  const files = ['web/src/vite-env.d.ts', ...views]
  writeFileSync(
    path.join(house, 'tsconfig.nodes.json'),
    JSON.stringify({ extends: './web/tsconfig.json', include: [], files }),
  )
  return run(house, 'tsc', ['--project', 'tsconfig.nodes.json', '--pretty', 'false']).stdout
}

function runTests(house: string, names: RegExp) {
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

function change(house: string, file: string, from: string | RegExp, to: string): void {
  const before = read(house, file)!
  const after = before.replace(from, to)
  if (after === before) throw new Error(`${file} has no ${from}`)
  writeFileSync(path.join(house, file), after)
}

function read(house: string, file: string): string | null {
  try {
    return readFileSync(path.join(house, file), 'utf8')
  } catch {
    return null
  }
}

function filesOf(house: string): string[] {
  return ['shared/src', 'web/src']
    .flatMap((folder) =>
      readdirSync(path.join(house, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(house, path.join(entry.parentPath, entry.name))),
    )
    .sort()
}
