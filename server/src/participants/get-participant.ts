import type { EnrollmentStatus } from '@tabiji/shared/enrollment/status.ts'
import type { FieldValues } from '@tabiji/shared/field/field-type.ts'
import { requireRole, type Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { findStepsRemoved } from '../maintenance/find-steps-removed.ts'
import { findJourney } from '../journeys/journey.repository.ts'
import {
  findParticipant,
  listEnrollments,
  listStepExecutions,
  type StepExecution,
} from './participant-path.repository.ts'

export type ParticipantEnrollment = {
  id: string
  entry: number
  status: EnrollmentStatus | 'paused'
  reason: string | null
  nodeId: string | null
  enteredAt: string
  dueAt: string | null
  createdAt: string
  endedAt: string | null
  inDoubt: boolean
  attempt: number
}

export type ParticipantPath = {
  participantId: string
  key: string
  email: string | null
  fields: FieldValues
  createdAt: string
  enrollments: ParticipantEnrollment[]
  /** Steps from before this moment were let go of, when the person was in the journey then. */
  stepsRemoved: { before: string; days: number } | null
  /** In order, over all enrollments. */
  stepExecutions: StepExecution[]
}

/** One person's way through a journey: every step with when, which way out and why. */
export async function getParticipant(ctx: Ctx, journeyId: string, participantId: string): Promise<ParticipantPath> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  const participant = await findParticipant(ctx.db, journey.id, participantId)
  if (!participant) throw notFound('participant')
  const enrollments = await listEnrollments(ctx.db, participantId)
  const held = journey.state === 'paused' || journey.state === 'stopped' ? journey.state : null
  return {
    ...participant,
    enrollments: enrollments.map((enrollment) => ({
      ...enrollment,
      status: enrollment.status === 'active' && held ? held : enrollment.status,
    })),
    stepsRemoved: await findStepsRemoved(ctx, enrollments[0]?.createdAt ?? null),
    stepExecutions: await listStepExecutions(
      ctx.db,
      enrollments.map((enrollment) => enrollment.id),
    ),
  }
}
