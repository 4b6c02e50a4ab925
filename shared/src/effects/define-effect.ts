import type { LocalizedText } from '../messages/locale.ts'
import type { FailureClass } from './failure-class.ts'

/** Why somebody left a step or is parked at it. */
export type ReasonDeclaration = {
  /** A sentence. `{name}` is filled from the details that are recorded with the reason. */
  text: LocalizedText
  /** Only for a reason that says that the step failed. */
  failure?: FailureClass | ((reason: { status?: unknown }) => FailureClass)
}

/** By what a test of a signal can narrow it down. `where` tests any key of the payload. */
export type SignalFilter = 'link' | 'topic' | 'status' | 'outcome' | 'where'

export type SignalDeclaration = {
  title: LocalizedText
  filters: readonly SignalFilter[]
  /** Not offered in the editor; a test of it in a document counts all the same. */
  isHidden?: boolean
}

/**
 * What the product has to know of an effect besides how it is done. Everything that lists reasons, failure classes, signals,
 * activity or records derives from these declarations.
 */
export type EffectDeclaration = {
  /** Changes only our own rows, inside the transaction that moves the enrollment. */
  inTransaction: boolean
  reasons: Record<string, ReasonDeclaration>
  signals: Record<string, SignalDeclaration>
  /** What people may do with what the effect sent. A metric may go on after a colon: `surveyScore:nps:9`. */
  activities: readonly string[]
  /** What is kept of each execution, and shown with its step. */
  records: readonly string[]
}

declare const paramsOf: unique symbol

/** An effect that is declared with the type of its params. */
export type Effect<Params, Declaration> = Declaration & { readonly [paramsOf]?: Params }
export type ParamsOf<Declared> = Declared extends { readonly [paramsOf]?: infer Params } ? NonNullable<Params> : never

/** Called twice: the params are given, the rest is inferred. */
export function defineEffect<Params>() {
  return <const Declaration extends EffectDeclaration>(declaration: Declaration): Effect<Params, Declaration> =>
    declaration
}
