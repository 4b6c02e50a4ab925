// The node views, one line each. The export name is the node kind. `node-view.ts` does not compile while a kind has no
// view.
export { callApi } from './call-api/call-api.tsx'
export { closeCta } from './close-cta/close-cta.tsx'
export { code } from './code/code.tsx'
export { conditionalWait } from './conditional-wait/conditional-wait.tsx'
export { createCta } from './create-cta/create-cta.tsx'
export { email } from './email/email.tsx'
export { entry } from './entry/entry.tsx'
export { exit } from './exit/exit.tsx'
export { split } from './split/split.tsx'
export { survey } from './survey/survey.tsx'
export { updateField } from './update-field/update-field.tsx'
export { waitTimer } from './wait-timer/wait-timer.tsx'
