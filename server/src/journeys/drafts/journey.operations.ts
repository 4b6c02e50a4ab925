import { presentPublishPreview } from '../publishing/present-publish-preview.ts'
import type { Context } from 'hono'
import { z } from 'zod'
import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import { formatIssue, formatIssuePath, type Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { pageOf } from '../../kernel/http/page.ts'
import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { pauseJourney } from '../lifecycle/pause-journey.ts'
import { previewResume } from '../lifecycle/preview-resume.ts'
import { restartJourney } from '../lifecycle/restart-journey.ts'
import { resumeInput } from '../lifecycle/resume-from.ts'
import { resumeJourney } from '../lifecycle/resume-journey.ts'
import { stopJourney } from '../lifecycle/stop-journey.ts'
import { compareVersions } from '../publishing/compare-versions.ts'
import { getSweepProgress } from '../publishing/get-sweep-progress.ts'
import { getVersion } from '../publishing/get-version.ts'
import { listBackfillPeople } from '../publishing/list-backfill-people.ts'
import { listHistory, listHistoryInput } from '../publishing/list-history.ts'
import { listVersions } from '../publishing/list-versions.ts'
import { previewImpact } from '../publishing/preview-impact.ts'
import { publishJourney } from '../publishing/publish-journey.ts'
import { createSampleJourney } from '../sample/create-sample-journey.ts'
import { createJourney } from './create-journey.ts'
import { deleteJourney } from './delete-journey.ts'
import { duplicateJourney } from './duplicate-journey.ts'
import { editDraft } from './edit-draft.ts'
import { getJourney, type JourneyDetails } from './get-journey.ts'
import {
  createJourneyInput,
  editDraftInput,
  journeyIdInput,
  journeyResponse,
  listJourneysInput,
  publishInput,
} from './journey.schemas.ts'
import {
  documentChangeResponse,
  issueResponse,
  journeySummaryResponse,
  publishPreviewRow,
  resumeResponse,
  stateChangeResponse,
  stateResponse,
  versionSummaryResponse,
} from './journey-responses.ts'
import { listJourneys } from './list-journeys.ts'
import { replaceDraft, restoreVersion } from './replace-draft.ts'
import { validateDraft } from './validate-draft.ts'

const tag = 'Journeys'
const names = { id: 'journeyId' } as const
const maxDocumentBytes = 8 * 1024 * 1024
const draftAudit = 'journeyDraftEdited'

const params = z.object({ id: z.string() })
const versionParams = params.extend({ n: z.coerce.number().int().positive() })

const versionInput = journeyIdInput.extend({ number: z.int().positive() })
const toVersionInput = ({ params }: { params: z.output<typeof versionParams> }) => ({
  journeyId: params.id,
  number: params.n,
})

const resumeDescription =
  'Those whose moment came meanwhile are overdue. send: they go on, spread over a window. shift: waits and time limits ' +
  'are lengthened by the time nobody moved. skip: they go on to their next wait without the mails, calls and CTAs on ' +
  'the way. With many people the answer comes first: `resuming` says how far it is, and the state changes at its end.'

export const journeyOperations = {
  list: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: listJourneysInput.prefault({}),
    output: pageOf(journeySummaryResponse),
    run: listJourneys,
  }).rest({
    method: 'get',
    path: '/journeys',
    tag,
    summary: 'List journeys, newest first',
    query: listJourneysInput,
  }),
  create: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: createJourneyInput,
    output: journeyResponse,
    audit: 'journeyCreated',
    run: (ctx, input) => createJourney(ctx, input),
  }).rest({
    method: 'post',
    path: '/journeys',
    tag,
    summary: 'Create a journey from a journey document',
    maxBodyBytes: maxDocumentBytes,
    status: 201,
    respond: ({ id }, ctx, c) => answerWith(ctx, c, id, 201),
  }),
  get: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput,
    output: journeyResponse,
    run: (ctx, { journeyId }) => getJourney(ctx, journeyId),
  }).rest({
    method: 'get',
    path: '/journeys/{id}',
    names,
    tag,
    summary: 'The journey document; the ETag names its draft revision',
    respond: (journey, _ctx, c) => answer(journey, c),
  }),
  replace: defineOperation({
    kind: 'mutation',
    role: 'editor',
    restOnly: true,
    input: journeyIdInput.extend({ ifMatch: z.string().optional(), document: journeyDocumentSchema }),
    output: journeyResponse,
    audit: draftAudit,
    run: async (ctx, { journeyId, ifMatch, document }) => {
      await getJourney(ctx, journeyId)
      await replaceDraft(ctx, journeyId, { baseRevision: revisionOf(ifMatch), document })
      return getJourney(ctx, journeyId)
    },
  }).rest({
    method: 'put',
    path: '/journeys/{id}',
    tag,
    summary: 'Replace the draft; If-Match carries the ETag it was made from',
    params,
    body: journeyDocumentSchema,
    maxBodyBytes: maxDocumentBytes,
    toInput: ({ params, body }, c) => ({ journeyId: params.id, ifMatch: c.req.header('if-match'), document: body }),
    respond: (journey, _ctx, c) => answer(journey, c),
  }),
  remove: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: journeyIdInput,
    audit: 'journeyDeleted',
    run: (ctx, { journeyId }) => deleteJourney(ctx, journeyId),
  }).rest({
    method: 'delete',
    path: '/journeys/{id}',
    names,
    tag,
    summary: 'Delete a journey with its people and history; not while it runs',
    status: 204,
  }),
  validate: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput,
    output: z.object({ issues: z.array(issueResponse) }),
    run: async (ctx, { journeyId }) => ({ issues: await validateDraft(ctx, journeyId) }),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/validate',
    names,
    tag,
    summary: 'Everything that is wrong or doubtful about the draft',
    respond: ({ issues }, ctx) => ({ issues: issues.map((issue) => toIssueResponse(issue, ctx)) }),
  }),
  impact: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput,
    output: z.object({ asOf: z.string(), draftRevision: z.number(), rows: z.array(publishPreviewRow) }),
    run: (ctx, { journeyId }) => previewImpact(ctx, journeyId),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/impact',
    names,
    tag,
    summary: 'What publishing the draft would do, with the people each change touches',
    respond: ({ rows, ...impact }, ctx) => ({
      ...impact,
      rows: rows.map((row) => presentPublishPreview(row, ctx.locale)),
    }),
  }),
  publish: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: journeyIdInput.extend(publishInput.shape),
    output: z.object({ version: z.number(), promise: z.array(publishPreviewRow) }),
    audit: 'journeyPublished',
    run: (ctx, { journeyId, ...input }) => publishJourney(ctx, journeyId, input),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/publish',
    names,
    tag,
    summary: 'Publish the draft as the next version',
    respond: ({ version, promise }, ctx) => ({
      version,
      promise: promise.map((row) => presentPublishPreview(row, ctx.locale)),
    }),
  }),
  sweepProgress: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput,
    output: z.object({ version: z.number(), done: z.number(), total: z.number(), isDone: z.boolean() }).nullable(),
    run: (ctx, { journeyId }) => getSweepProgress(ctx, journeyId),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/sweep',
    names,
    tag,
    summary: 'How far people inside are brought in line with the live version; null before the first publish',
  }),
  backfillPeople: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput.extend({ nodeId: z.string() }),
    output: z.object({
      total: z.number(),
      people: z.array(z.object({ participantId: z.string(), label: z.string() })),
    }),
    run: (ctx, { journeyId, nodeId }) => listBackfillPeople(ctx, journeyId, nodeId),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/backfill',
    names,
    tag,
    summary: 'Who is past a step that the draft adds, and would be sent to it by the choice "backfill"',
  }),
  versions: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput,
    output: z.object({ items: z.array(versionSummaryResponse) }),
    run: (ctx, { journeyId }) => listVersions(ctx, journeyId),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/versions',
    names,
    tag,
    summary: 'Published versions, newest first',
    respond: (items) => ({ items }),
  }),
  version: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: versionInput,
    output: versionSummaryResponse.extend({ document: journeyDocumentSchema }),
    run: (ctx, { journeyId, number }) => getVersion(ctx, journeyId, number),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/versions/{n}',
    tag,
    summary: 'A published version with its journey document',
    params: versionParams,
    toInput: toVersionInput,
  }),
  compareVersions: defineOperation({
    kind: 'query',
    role: 'viewer',
    restOnly: true,
    input: journeyIdInput.extend({ from: z.number(), to: z.union([z.literal('draft'), z.number()]) }),
    output: z.object({
      from: z.number(),
      to: z.union([z.literal('draft'), z.number()]),
      changes: z.array(documentChangeResponse),
    }),
    run: (ctx, { journeyId, ...compared }) => compareVersions(ctx, journeyId, compared),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/versions/{n}/changes',
    tag,
    summary: 'What is different in the draft, or in the version named by "to", from this version',
    params: versionParams,
    query: z.object({ to: z.union([z.literal('draft'), z.coerce.number().int().positive()]).default('draft') }),
    toInput: ({ params, query }) => ({ journeyId: params.id, from: params.n, to: query.to }),
  }),
  restoreVersion: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: versionInput,
    output: journeyResponse,
    audit: draftAudit,
    run: (ctx, { journeyId, number }) => restoreVersion(ctx, journeyId, number),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/versions/{n}/restore',
    tag,
    summary: 'Put a published version into the draft',
    params: versionParams,
    toInput: toVersionInput,
    respond: (_revision, ctx, c) => answerWith(ctx, c, c.req.param('id')),
  }),
  pause: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: journeyIdInput,
    output: stateResponse,
    audit: 'journeyPaused',
    run: (ctx, { journeyId }) => pauseJourney(ctx, journeyId),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/pause',
    names,
    tag,
    summary: 'Keep everybody where they are; signals are still kept',
  }),
  stop: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: journeyIdInput,
    output: stateResponse,
    audit: 'journeyStopped',
    run: (ctx, { journeyId }) => stopJourney(ctx, journeyId),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/stop',
    names,
    tag,
    summary: 'End the journey; positions are kept',
  }),
  resume: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: journeyIdInput.extend(resumeInput.shape),
    output: resumeResponse,
    audit: 'journeyResumed',
    run: (ctx, { journeyId, ...input }) => resumeJourney(ctx, journeyId, input),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/resume',
    names,
    tag,
    summary: 'Go on after a pause',
    description: resumeDescription,
    bodyOptional: true,
  }),
  restart: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: journeyIdInput.extend(resumeInput.shape),
    output: resumeResponse,
    audit: 'journeyRestarted',
    run: (ctx, { journeyId, ...input }) => restartJourney(ctx, journeyId, input),
  }).rest({
    method: 'post',
    path: '/journeys/{id}/restart',
    names,
    tag,
    summary: 'Go on with a stopped journey',
    description: resumeDescription,
    bodyOptional: true,
  }),
  previewResume: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput,
    output: z.object({
      asOf: z.string(),
      pausedAt: z.string(),
      overdue: z.number(),
      newcomers: z.number(),
      waiting: z.number(),
      overdueElsewhere: z.number(),
    }),
    run: (ctx, { journeyId }) => previewResume(ctx, journeyId),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/overdue',
    names,
    tag,
    summary: 'Whom a resume or restart would find overdue now',
  }),
  history: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput.extend(listHistoryInput.shape),
    output: pageOf(stateChangeResponse),
    run: (ctx, { journeyId, ...input }) => listHistory(ctx, journeyId, input),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/history',
    names,
    tag,
    summary: 'Who set the journey going, paused or stopped it, and when; newest first',
  }),
  createSample: defineOperation({
    kind: 'mutation',
    role: 'admin',
    audit: { anyOf: ['journeyCreated', 'externalActionCreated', 'connectionCreated'] },
    run: createSampleJourney,
  }),
  duplicate: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: journeyIdInput,
    audit: 'journeyCreated',
    run: (ctx, { journeyId }) => duplicateJourney(ctx, journeyId),
  }),
  editDraft: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: editDraftInput,
    audit: draftAudit,
    run: editDraft,
  }),
}

/** Responds with the journey after a change, with the ETag of its draft. */
async function answerWith(ctx: Ctx, c: Context, id: string | undefined, status: 200 | 201 = 200): Promise<Response> {
  return answer(await getJourney(ctx, id ?? ''), c, status)
}

function answer(journey: JourneyDetails, c: Context, status: 200 | 201 = 200): Response {
  c.header('ETag', `"${journey.draftRevision}"`)
  return c.json(toResponse(journey), status)
}

function toResponse({ document, ...journey }: JourneyDetails): z.input<typeof journeyResponse> {
  const { id, state, resuming, draftRevision, publishedVersion, createdAt, updatedAt } = journey
  return { ...document, id, state, resuming, draftRevision, publishedVersion, createdAt, updatedAt }
}

function revisionOf(header: string | undefined): number {
  if (header === undefined) throw new ServiceError('preconditionRequired')
  const revision = /^(?:W\/)?"?(\d+)"?$/.exec(header.trim())?.[1]
  // A tag that is no revision number can only be outdated or come from another system.
  if (revision === undefined || Number(revision) < 1) throw new ServiceError('staleDraft')
  return Number(revision)
}

function toIssueResponse(issue: Issue, ctx: Ctx): z.input<typeof issueResponse> {
  return {
    code: issue.code,
    severity: issue.severity,
    ...(issue.nodeId === undefined ? {} : { nodeId: issue.nodeId }),
    path: formatIssuePath(issue.path ?? []),
    message: formatIssue(issue, ctx.locale),
  }
}
