import { expect, test } from 'vitest'
import { findDeadPaths } from '../scripts/find-dead-paths.ts'

const exists = (file: string) => ['docs/guide.md', 'server/src/app/app.ts'].includes(file)
const deadIn = (text: string, page = 'README.md') =>
  findDeadPaths(text, page, exists).map(({ line, target }) => `${line}: ${target}`)

test('a link to a page that is gone is named with its line', () => {
  expect(deadIn('See [the guide](docs/guide.md#start)\nand [the plan](docs/plan.md).')).toEqual(['2: docs/plan.md'])
})

test('a link is followed from the folder of its page', () => {
  expect(deadIn('[app](../server/src/app/app.ts) [here](other.md)', 'docs/guide.md')).toEqual(['1: docs/other.md'])
})

test('a path in backticks counts when it begins with a folder of ours; patterns, code blocks and addresses do not', () => {
  expect(
    deadIn(
      '`server/src/gone.ts:12` `server/src/app/app.ts` `npm/x` `shared/src/nodes/<kind>.ts` [w](https://example.com/a)\n```\n`web/x.ts`\n```',
    ),
  ).toEqual(['1: server/src/gone.ts'])
})
