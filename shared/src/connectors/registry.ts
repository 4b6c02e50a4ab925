// The presets of the connector gallery: one line each, the export name being the persisted connector.
export { genesysCloud } from './genesys-cloud.ts'
export { hubspot } from './hubspot.ts'
export { jira } from './jira.ts'
export { qualtrics } from './qualtrics.ts'
export { salesforce } from './salesforce.ts'
export { slack } from './slack.ts'
export { twilio } from './twilio.ts'
export { zendesk } from './zendesk.ts'
