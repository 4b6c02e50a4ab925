import { type EffectName, effectReasons, type FailureCodeOf, type ReasonCodeOf } from './effect.ts'
import type { ReasonDeclaration } from './define-effect.ts'
import { engineReasons } from './engine-reasons.ts'
import type { FailureClass } from './failure-class.ts'

export type EngineReasonCode = keyof typeof engineReasons
/** Why somebody left a step, is parked at it, or was taken from it. */
export type ReasonCode = EngineReasonCode | ReasonCodeOf<EffectName>

/** The reasons for which a step fails. */
export type FailureCode = 'loopWithoutWait' | FailureCodeOf<EffectName>

/** As it is recorded with a step execution, with details that its text is filled from. */
export type Reason<Code extends string = ReasonCode> = { code: Code; [detail: string]: unknown }

export const reasons: { readonly [Code in ReasonCode]: ReasonDeclaration } = { ...engineReasons, ...effectReasons }
export const reasonCodes = Object.keys(reasons) as ReasonCode[]

/** What is recorded may be from an earlier or a later version of the product, whose reasons this one does not know. */
export function isReasonCode(code: unknown): code is ReasonCode {
  return typeof code === 'string' && Object.hasOwn(reasons, code)
}

/** Of the reason that a step execution was recorded with. */
export function failureClassOf(reason: { code?: unknown; status?: unknown } | null): FailureClass {
  if (!reason || !isReasonCode(reason.code)) return 'other'
  const { failure = 'other' } = reasons[reason.code]
  return typeof failure === 'function' ? failure(reason) : failure
}
