/** `new` waits for the first publish, `parked` for an operator. */
export const enrollmentStatuses = ['new', 'active', 'completed', 'dropped', 'parked'] as const
export type EnrollmentStatus = (typeof enrollmentStatuses)[number]

/** What is shown of an enrollment: in a journey that is paused or stopped, an active one has the journey's state. */
export const shownStatuses = [...enrollmentStatuses, 'paused', 'stopped'] as const
export type ShownStatus = (typeof shownStatuses)[number]
