/**
 * What the code of a step may use. Time is that of the processor: a busy machine takes nothing away from it. A usual step takes
 * about a millisecond and 1 MB.
 */
export const codeLimits = {
  seconds: 1,
  megabytes: 16,
  sourceLength: 64_000,
  /** Of the returned object, written as JSON. It is stored with the person until they are through. */
  resultLength: 64_000,
  resultKeys: 100,
  /** Of a key and of a message, as far as they are told. */
  shownKey: 100,
  shownMessage: 500,
} as const
