import { describe, expect, test } from 'vitest'
import type { EffectDeclaration } from './define-effect.ts'
import { type EffectName, effectNames, effects } from './effect.ts'
import { engineReasons } from './engine-reasons.ts'

// The rules for every effect. A new one needs no line here.

const modules = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./*.test.ts', '!./registry.ts'], { eager: true })

test('every file of an effect is in the registry', () => {
  const declared = Object.values(modules).flatMap((exported) =>
    Object.entries(exported).filter(([, value]) => isEffect(value)),
  )
  expect(declared.map(([name]) => name).toSorted(), 'add a line for each of these to registry.ts').toEqual(
    effectNames.toSorted(),
  )
})

describe.each(effectNames)('%s', (name) => {
  test('shares a reason with another effect only as one declaration, and none with the engine', () => {
    expect(differing(name, 'reasons')).toEqual([])
    expect(Object.keys(effects[name].reasons).filter((code) => Object.hasOwn(engineReasons, code))).toEqual([])
  })

  test('shares a signal with another effect only as one declaration', () => {
    expect(differing(name, 'signals')).toEqual([])
  })

  test('names its metrics so that one can go on after a colon', () => {
    for (const metric of effects[name].activities) expect(metric).toMatch(/^[a-z]\w*$/i)
  })
})

function differing(name: EffectName, part: 'reasons' | 'signals'): string[] {
  return effectNames.flatMap((other) =>
    Object.entries(effects[other][part])
      .filter(([key, value]) => Object.hasOwn(effects[name][part], key) && effects[name][part][key] !== value)
      .map(([key]) => `${other} ${key}`),
  )
}

function isEffect(value: unknown): value is EffectDeclaration {
  return typeof value === 'object' && value !== null && 'inTransaction' in value && 'reasons' in value
}
