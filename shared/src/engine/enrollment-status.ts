/** `review` awaits approval, `new` waits for the first publish; `failed` is parked for an operator. */
export const enrollmentStatuses = ['review', 'new', 'active', 'completed', 'dropped', 'failed', 'stopped'] as const
export type EnrollmentStatus = (typeof enrollmentStatuses)[number]
