/** What kind of thing went wrong for somebody who is parked: people of one class are usually helped by the same repair. */
export const failureClasses = [
  /** The other side does not answer, or says that it is broken. */
  'down',
  'busy',
  /** The other side does not accept who we are. */
  'unauthorized',
  'notFound',
  'refused',
  /** A value of the person is missing or does not fit. */
  'value',
  /** An answer came that is no success, or that is none at all. */
  'reply',
  /** Not allowed to be called from here. */
  'blocked',
  /** Nobody knows whether it arrived. */
  'inDoubt',
  'loop',
  /** The admin's own code stopped with an error. */
  'code',
  'other',
] as const
export type FailureClass = (typeof failureClasses)[number]

/** Of an HTTP status that does not count as success. */
export function classOfStatus(status: number): FailureClass {
  if (status === 429) return 'busy'
  if (status >= 500) return 'down'
  if (status === 404 || status === 410) return 'notFound'
  if (status === 401 || status === 403 || status === 407) return 'unauthorized'
  return status >= 400 ? 'refused' : 'reply'
}
