import { expect, it } from 'vitest'
import { codeNameOf } from './code-name-of.ts'

it.each([
  ['participant.email', 'participant.email'],
  ['nodes.post.ts', 'nodes.post.ts'],
  ['nodes.3-a.ts', 'nodes["3-a"].ts'],
  ['nodes.a.b.ts', 'nodes["a.b"].ts'],
])('names %s in code as %s', (variable, name) => {
  expect(codeNameOf(variable)).toBe(name)
})
