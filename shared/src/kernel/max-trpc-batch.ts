/** Calls in one HTTP request, so that a single request cannot ask for the work of a thousand. */
export const maxTrpcBatch = 10
