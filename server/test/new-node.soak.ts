import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { change, compile, copyHouse, newNode, removeHouses, runTests } from './node-house.ts'

// Shows who reports a forgotten part of a node kind: the compiler, or the contract of all kinds. Each runs on a copy of
// the sources.

const kept = { timeout: 120_000 }
afterAll(removeHouses)

describe('npm run new:node -- pauseBriefly', () => {
  let house = ''
  beforeAll(() => {
    house = copyHouse()
    newNode(house, 'pauseBriefly')
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
})

describe('whoever forgets a part of a node kind is told', () => {
  let compiler = ''
  let house = ''
  // Each kind lacks another part, so that one run of the compiler covers all.
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
    // The first line of a finding names the file; the indented lines after it belong to it.
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
