export type JobErrorCode = 'unexpected' | 'databaseUnavailable' | 'dataInvalid' | 'workerLost'

/** Why the last attempt of a run failed. The web has a text for each code; `detail` is the message of the error, in English. */
export type JobError = { code: JobErrorCode; params: { detail?: string } }
