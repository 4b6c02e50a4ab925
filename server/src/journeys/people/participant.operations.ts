import { z } from 'zod'
import { failureClasses } from '@tabiji/shared/effects/failure-class.ts'
import { shownStatuses } from '@tabiji/shared/engine/enrollment-status.ts'
import { fieldValueSchema } from '@tabiji/shared/values/field-type.ts'
import { enrollParticipants, enrollParticipantsInput } from '../../engine/enrollments/enroll-participants.ts'
import {
  actOnParticipants,
  actOnParticipantsInput,
  chosenPeopleFilter,
} from '../../engine/relocation/act-on-participants.ts'
import { pageOf } from '../../kernel/http/page.ts'
import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { journeyIdInput } from '../drafts/journey.schemas.ts'
import { fieldCoverage, fieldCoverageInput } from './field-coverage.ts'
import { getParticipant } from './get-participant.ts'
import { listParked } from './list-parked.ts'
import { listParticipants, listParticipantsInput } from './list-participants.ts'

const tag = 'Participants'
const names = { id: 'journeyId' } as const
const params = z.object({ id: z.string() })
const status = z.enum(shownStatuses)
/** `failed` was the earlier name of `parked`. It is still accepted. */
const statusFilter = z
  .enum([...shownStatuses, 'failed'])
  .describe('`failed` is the earlier name of `parked`')
  .transform((given) => (given === 'failed' ? 'parked' : given))
  .optional()
const actionFilter = chosenPeopleFilter
  .extend({
    status: z
      .enum(['active', 'parked', 'failed'])
      .describe('`failed` is the earlier name of `parked`')
      .transform((given) => (given === 'failed' ? 'parked' : given))
      .optional(),
  })
  .optional()
const fields = z.record(z.string(), fieldValueSchema)

export const participantOperations = {
  enroll: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: journeyIdInput.extend(enrollParticipantsInput.shape),
    output: z.object({
      results: z.array(
        z.object({
          index: z.number(),
          status: z.enum(['enrolled', 'duplicate', 'excluded', 'invalid']),
          participantId: z.string().optional(),
          reason: z.string().optional(),
        }),
      ),
    }),
    audit: { ifChanged: ['participantsEnrolled'] },
    run: (ctx, { journeyId, ...people }) => enrollParticipants(ctx, journeyId, people),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/participants',
    names,
    tag,
    summary: 'Let up to 10,000 people into the journey',
    description: 'Each gets a result of its own. Before the first publish they wait and enter at the publish.',
    maxBodyBytes: 32 * 1024 * 1024,
  }),
  list: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput.extend(listParticipantsInput.shape),
    output: pageOf(
      z.object({
        participantId: z.string(),
        enrollmentId: z.string(),
        key: z.string(),
        email: z.string().nullable(),
        fields,
        entry: z.number(),
        status,
        reason: z.string().nullable(),
        failureClass: z.enum(failureClasses).nullable(),
        nodeId: z.string().nullable(),
        enteredAt: z.string(),
        dueAt: z.string().nullable(),
      }),
    ),
    run: (ctx, { journeyId, ...query }) => listParticipants(ctx, journeyId, query),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/participants',
    tag,
    summary: 'Participants with where they stand, newest first; q is the beginning of an e-mail address or key',
    params,
    query: listParticipantsInput.extend({ status: statusFilter }),
    toInput: ({ params, query }) => ({ journeyId: params.id, ...query }),
  }),
  parked: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput,
    output: z.object({
      items: z.array(z.object({ nodeId: z.string(), failureClass: z.enum(failureClasses), people: z.number().int() })),
    }),
    run: (ctx, { journeyId }) => listParked(ctx, journeyId),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/participants/parked',
    names,
    tag,
    summary: 'How many people are parked at each node, by what kind of thing went wrong',
  }),
  get: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput.extend({ participantId: z.string() }),
    output: z.object({
      participantId: z.string(),
      key: z.string(),
      email: z.string().nullable(),
      fields,
      createdAt: z.string(),
      enrollments: z.array(
        z.object({
          id: z.string(),
          entry: z.number(),
          status,
          reason: z.string().nullable(),
          nodeId: z.string().nullable(),
          enteredAt: z.string(),
          dueAt: z.string().nullable(),
          createdAt: z.string(),
          endedAt: z.string().nullable(),
          inDoubt: z.boolean(),
          attempt: z.number(),
          waitingFor: z
            .object({
              connection: z.string(),
              connectionId: z.string(),
              because: z
                .enum(['down', 'asked', 'unauthorized', 'revoked', 'expired'])
                .describe('The last three last until somebody authorizes the connection'),
              since: z.string().nullable(),
              until: z.string().nullable(),
            })
            .nullable(),
        }),
      ),
      stepExecutions: z.array(
        z.object({
          enrollmentId: z.string(),
          stepId: z.string(),
          nodeId: z.string(),
          visit: z.number(),
          version: z.number(),
          enteredAt: z.string(),
          leftAt: z.string(),
          outlet: z.string().nullable(),
          outcome: z.string(),
          reason: z.record(z.string(), z.unknown()).nullable(),
        }),
      ),
    }),
    run: (ctx, { journeyId, participantId }) => getParticipant(ctx, journeyId, participantId),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/participants/{participantId}',
    names,
    tag,
    summary: 'One participant: fields, enrollments, and every step with the reason of its outcome',
  }),
  act: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: journeyIdInput.extend(actOnParticipantsInput.shape),
    output: z.object({ people: z.number() }),
    audit: { ifChanged: ['participantsActedOn'] },
    run: (ctx, { journeyId, ...input }) => actOnParticipants(ctx, journeyId, input),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/participants/actions',
    tag,
    summary: 'Retry, skip, move or drop people: chosen by ids, by filter, or all at a node',
    params,
    body: actOnParticipantsInput.extend({ filter: actionFilter }),
    toInput: ({ params, body }) => ({ journeyId: params.id, ...body }),
  }),
  coverage: defineOperation({ kind: 'query', role: 'viewer', input: fieldCoverageInput, run: fieldCoverage }),
}
