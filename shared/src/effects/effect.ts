import type { EffectDeclaration, ParamsOf, ReasonDeclaration, SignalDeclaration } from './define-effect.ts'
import * as registry from './registry.ts'

type Registry = typeof registry

/** The closed set of effects. */
export type EffectName = keyof Registry
export type EffectParams = { [E in EffectName]: ParamsOf<Registry[E]> }

export const effects: { readonly [E in EffectName]: EffectDeclaration } = registry
export const effectNames = Object.keys(effects) as EffectName[]

/**
 * Effects that change only our own rows run inside the transaction that moves the enrollment; the others run outside a
 * transaction.
 */
export type InTransactionEffect = {
  [E in EffectName]: Registry[E]['inTransaction'] extends true ? E : never
}[EffectName]
export type OutsideEffect = Exclude<EffectName, InTransactionEffect>

export function isInTransaction(effect: EffectName): effect is InTransactionEffect {
  return effects[effect].inTransaction
}

type KeyOf<Reasons> = keyof Reasons & string
type FailuresOf<Reasons> = {
  [Code in KeyOf<Reasons>]: Reasons[Code] extends { failure: unknown } ? Code : never
}[KeyOf<Reasons>]

/** The reasons that an effect may give, and those among them that say that it failed. */
export type ReasonCodeOf<E extends EffectName> = { [N in E]: KeyOf<Registry[N]['reasons']> }[E]
export type FailureCodeOf<E extends EffectName> = { [N in E]: FailuresOf<Registry[N]['reasons']> }[E]

export type EffectReasons = { [Code in ReasonCodeOf<EffectName>]: ReasonDeclaration }
export const effectReasons = merged(({ reasons }) => reasons) as EffectReasons

export type EffectSignal = { [E in EffectName]: keyof Registry[E]['signals'] & string }[EffectName]
export const effectSignals = merged(({ signals }) => signals) as Record<EffectSignal, SignalDeclaration>

export type ActivityName = Registry[EffectName]['activities'][number]

/** What is kept of the executions of effects. */
export type RecordName = Registry[EffectName]['records'][number]

function merged<Value>(part: (effect: EffectDeclaration) => Record<string, Value>): Record<string, Value> {
  return Object.assign({}, ...Object.values(effects).map(part)) as Record<string, Value>
}
