/** What a security event can be about. A kind is stored with each event, so it is never renamed. */
export const securityEventKinds = [
  'accountCreation',
  'apiKeyCreation',
  'apiKeyRevocation',
  'apiKeyUse',
  'bodyLimit',
  'eventSender',
  'export',
  'host',
  'notSignedIn',
  'oneTimeLink',
  'origin',
  'outboundAddress',
  'passwordChange',
  'passwordReset',
  'permission',
  'requestLimit',
  'revokedApiKeyUse',
  'sessionEnd',
  'setupCode',
  'signIn',
  'signOut',
  'workspaceDeletion',
] as const
export type SecurityEventKind = (typeof securityEventKinds)[number]

/** `failed`: a secret was wrong. `refused`: the request was not allowed. */
export const securityOutcomes = ['succeeded', 'failed', 'refused'] as const
export type SecurityOutcome = (typeof securityOutcomes)[number]

/** Details in a closed set of names; never a secret, a body or a whole address with its values. */
export const securityDetails = ['route', 'reason', 'host', 'origin', 'name'] as const
export type SecurityDetails = Partial<Record<(typeof securityDetails)[number], string>>
