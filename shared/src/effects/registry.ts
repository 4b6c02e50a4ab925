// The effects, one line each. The export name is the name of the effect in plans.
export { callExternalAction } from './call-external-action.ts'
export { closeCta } from './close-cta.ts'
export { openCta } from './open-cta.ts'
export { runCode } from './run-code.ts'
export { sendEmail } from './send-email.ts'
export { sendSurvey } from './send-survey.ts'
export { updateField } from './update-field.ts'
