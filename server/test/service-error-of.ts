import { ServiceError } from '../src/kernel/errors.ts'

/** The expected refusal of a call; any other result fails the test. */
export async function serviceErrorOf(call: Promise<unknown>): Promise<ServiceError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof ServiceError) return error
  throw new Error(error === undefined ? 'the call went through instead of being refused' : 'no expected refusal', {
    cause: error,
  })
}
