/**
 * Limits of the code of a step. `seconds` is CPU time, so a busy machine does not shorten it. A typical step takes
 * about a millisecond and 1 MB.
 */
export const codeLimits = {
  seconds: 1,
  megabytes: 16,
  sourceLength: 64_000,
  /** Of the returned object as JSON. It is stored with the enrollment until that ends. */
  resultLength: 64_000,
  resultKeys: 100,
  /** Maximum length of a key and of a message in an issue. */
  shownKey: 100,
  shownMessage: 500,
} as const
