// The effects that do something outside, one line each. The export name is the name of the effect in plans. `effect-of.ts` does
// not compile while one is missing.
export { callExternalAction } from './call-external-action.ts'
export { runCode } from './run-code.ts'
export { sendEmail } from './send-email.ts'
export { sendSurvey } from './send-survey.ts'
