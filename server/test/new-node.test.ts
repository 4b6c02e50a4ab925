import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyHouse, filesOf, newNode, read, removeHouses, top } from './node-house.ts'

// What a new node kind costs. `new-node.soak.ts` shows who reports a forgotten part.

afterAll(removeHouses)

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
