import type { OutsideEffect } from '@tabiji/shared/effects/effect.ts'
import { callExternalAction } from './call-external-action.ts'
import type { AnyEffect, Effect } from '../engine/effect.ts'
import { runCode } from './run-code.ts'
import { sendEmail } from './send-email.ts'
import { sendSurvey } from './send-survey.ts'

type Rows = {
  callExternalAction: typeof callExternalAction extends Effect<'callExternalAction', infer Row> ? Row : never
  runCode: typeof runCode extends Effect<'runCode', infer Row> ? Row : never
  sendEmail: typeof sendEmail extends Effect<'sendEmail', infer Row> ? Row : never
  sendSurvey: typeof sendSurvey extends Effect<'sendSurvey', infer Row> ? Row : never
}

/** Every effect that reaches outside. A missing one does not compile. */
export const effects: { [E in OutsideEffect]: Effect<E, Rows[E]> } = {
  callExternalAction,
  runCode,
  sendEmail,
  sendSurvey,
}

/** The effect without its types, for the engine, which only hands rows from `perform` to `record`. */
export function effectOf(name: OutsideEffect): AnyEffect {
  return effects[name] as unknown as AnyEffect
}
