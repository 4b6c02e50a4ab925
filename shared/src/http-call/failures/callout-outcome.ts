/** How one attempt of a callout ended. */
export const calloutOutcomes = [
  'succeeded',
  'httpError',
  'timeout',
  'network',
  'mappingError',
  'blocked',
  'replyTooLarge',
  'replyUnusable',
] as const

export type CalloutOutcome = (typeof calloutOutcomes)[number]
