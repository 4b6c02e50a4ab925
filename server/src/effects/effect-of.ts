import type { OutsideEffect } from '@tabiji/shared/effects/effect.ts'
import type { AnyEffect, Effect } from '../engine/effect.ts'
import * as registry from './registry.ts'

const effects: { [E in OutsideEffect]: Effect<E, unknown> } = registry

/** The effect without its types, for the engine, which only passes rows from `perform` to `record`. */
export function effectOf(name: OutsideEffect): AnyEffect {
  return effects[name] as AnyEffect
}
