// The presets of the connector gallery, one line each. The export name is the stored connector name.
export { genesysCloud } from './genesys-cloud.ts'
export { hubspot } from './hubspot.ts'
export { jira } from './jira.ts'
export { qualtrics } from './qualtrics.ts'
export { salesforce } from './salesforce.ts'
export { slack } from './slack.ts'
export { twilio } from './twilio.ts'
export { zendesk } from './zendesk.ts'
