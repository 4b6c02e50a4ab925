import type { EnrollmentStatus, ShownStatus } from '@tabiji/shared/engine/enrollment-status.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { ConnectionState } from '../../integrations/connections/connection.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findStepsRemoved } from './find-steps-removed.ts'
import {
  findParticipant,
  listEnrollments,
  listStepExecutions,
  type StepExecution,
} from './participant-path.repository.ts'
import { loadVersion } from '../../engine/versions/load-version.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { findCircuitOfAction } from '../../integrations/limits/find-circuit-of-action.ts'

export type ParticipantEnrollment = {
  id: string
  entry: number
  status: ShownStatus
  reason: string | null
  nodeId: string | null
  enteredAt: string
  dueAt: string | null
  createdAt: string
  endedAt: string | null
  inDoubt: boolean
  attempt: number
  /**
   * Why a call waits: the other system is down or asked for a delay, or a person must authorize the connection. The
   * enrollment continues by itself when that ends.
   */
  waitingFor: WaitingFor | null
}

export type WaitingFor = { connection: string; connectionId: string } & (
  | { because: 'down' | 'asked'; since: string; until: string }
  | { because: Exclude<ConnectionState, 'authorized'>; since: null; until: null }
)

export type ParticipantPath = {
  participantId: string
  key: string
  email: string | null
  fields: FieldValues
  createdAt: string
  enrollments: ParticipantEnrollment[]
  /** Retention deleted steps from before this time, and the participant was in the journey then. */
  stepsRemoved: { before: string; days: number } | null
  /** In order, over all enrollments. */
  stepExecutions: StepExecution[]
}

/** The path of one participant through a journey: every step with time, outlet and reason. */
export async function getParticipant(ctx: Ctx, journeyId: string, participantId: string): Promise<ParticipantPath> {
  const journey = await requireJourney(ctx, journeyId)
  const participant = await findParticipant(ctx.db, journey.id, participantId)
  if (!participant) throw notFound('participant')
  const rows = await listEnrollments(ctx.db, participantId)
  const enrollments = await Promise.all(
    rows.map(async ({ stepId, versionNumber, ...enrollment }) => ({
      ...enrollment,
      waitingFor: await findWaitingFor(ctx, journey, { ...enrollment, stepId, versionNumber }),
    })),
  )
  const suspendedAs = journey.state === 'paused' || journey.state === 'stopped' ? journey.state : null
  return {
    ...participant,
    enrollments: enrollments.map((enrollment) => ({
      ...enrollment,
      status: enrollment.status === 'active' && suspendedAs ? suspendedAs : enrollment.status,
    })),
    stepsRemoved: await findStepsRemoved(ctx, enrollments[0]?.createdAt ?? null),
    stepExecutions: await listStepExecutions(
      ctx.db,
      enrollments.map((enrollment) => enrollment.id),
    ),
  }
}

async function findWaitingFor(
  ctx: Ctx,
  journey: { id: string; publishedVersion: number | null },
  enrollment: {
    status: EnrollmentStatus
    dueAt: string | null
    attempt: number
    stepId: string
    versionNumber: number
  },
): Promise<WaitingFor | null> {
  if (enrollment.status !== 'active' || enrollment.dueAt === null) return null
  // An enrollment without an attempt at this step is called with the live version.
  const version =
    enrollment.attempt > 0 ? enrollment.versionNumber : (journey.publishedVersion ?? enrollment.versionNumber)
  const { plan } = await loadVersion(ctx, journey.id, version)
  const step = plan.steps[enrollment.stepId]
  if (step?.op !== 'perform' || step.effect !== 'callExternalAction') return null
  const found = await findCircuitOfAction(ctx, step.params.externalActionId)
  if (!found) return null
  const { connection, circuitOpen } = found
  const named = { connection: connection.name, connectionId: connection.id }
  // Whenever the enrollment is due: no call goes through the connection before it is authorized.
  if (connection.state !== 'authorized') return { ...named, because: connection.state, since: null, until: null }
  if (!circuitOpen || Date.parse(enrollment.dueAt) > Math.max(ctx.clock.now().getTime(), Date.parse(circuitOpen.until)))
    return null
  const { because, since, until } = circuitOpen
  return { ...named, because, since, until }
}
