import type { Context } from 'hono'
import { z } from 'zod'
import { fieldDefinitionSchema } from '@tabiji/shared/values/field-type.ts'
import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import { formatIssue, formatIssuePath, type Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { pageOf } from '../../kernel/http/page.ts'
import type { AddRoute } from '../../kernel/http/rest.ts'
import { compareVersions } from '../publishing/compare-versions.ts'
import { createJourney } from './create-journey.ts'
import { deleteJourney } from './delete-journey.ts'
import { getJourney, type JourneyDetails } from './get-journey.ts'
import { resumeInput } from '../lifecycle/resume-from.ts'
import {
  createJourneyInput,
  journeyResponse,
  listJourneysInput,
  publishInput,
  resumingResponse,
} from './journey.schemas.ts'
import { listHistory, listHistoryInput } from '../publishing/list-history.ts'
import { listJourneys } from './list-journeys.ts'
import { listVersions } from '../publishing/list-versions.ts'
import { pauseJourney } from '../lifecycle/pause-journey.ts'
import { presentPublishPreview } from '../publishing/present-publish-preview.ts'
import { previewImpact } from '../publishing/preview-impact.ts'
import { previewResume } from '../lifecycle/preview-resume.ts'
import { publishJourney } from '../publishing/publish-journey.ts'
import { replaceDraft, restoreVersion } from './replace-draft.ts'
import { getVersion } from '../publishing/get-version.ts'
import { getSweepProgress } from '../publishing/get-sweep-progress.ts'
import { listBackfillPeople } from '../publishing/list-backfill-people.ts'
import { restartJourney } from '../lifecycle/restart-journey.ts'
import { resumeJourney } from '../lifecycle/resume-journey.ts'
import { stopJourney } from '../lifecycle/stop-journey.ts'
import { validateDraft } from './validate-draft.ts'
import { journeyStates, overdueChoices } from '../../engine/versions/journey.types.ts'

const tag = 'Journeys'
const params = z.object({ id: z.string() })
const maxDocumentBytes = 8 * 1024 * 1024

const summary = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(journeyStates),
  isSample: z.boolean(),
  publishedVersion: z.number().nullable(),
  draftRevision: z.number(),
  peopleInside: z.number(),
  peopleParked: z.number().describe('Of those inside: who goes on only when somebody decides'),
  createdAt: z.string(),
  updatedAt: z.string(),
})

const issueResponse = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  nodeId: z.string().optional(),
  path: z.string(),
  message: z.string(),
})

const impactRow = z.object({
  id: z.string(),
  change: z.string(),
  nodeId: z.string().optional(),
  text: z.string(),
  people: z.number(),
  underWay: z.number(),
  dueNow: z.number().nullable(),
  choices: z.array(z.string()),
  default: z.string().nullable(),
  actsNow: z.array(z.string()),
  targets: z.array(z.object({ nodeId: z.string(), name: z.string() })),
})

const stateChange = z.object({
  id: z.string(),
  from: z.enum(journeyStates),
  to: z.enum(journeyStates),
  at: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  pausedAt: z.string().nullable(),
  overdue: z.enum(overdueChoices).nullable(),
  spreadMinutesPer10k: z.number().nullable(),
  people: z.number(),
  isFinished: z.boolean(),
})

const versionSummary = z.object({
  number: z.number(),
  note: z.string().nullable(),
  publishedAt: z.string(),
  publishedBy: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  isSwept: z.boolean(),
})

const value = z.unknown().optional()
const documentChange = z.discriminatedUnion('change', [
  z.object({ change: z.literal('settingChanged'), setting: z.string(), before: value, after: value }),
  z.object({ change: z.enum(['fieldAdded', 'fieldRemoved']), field: fieldDefinitionSchema }),
  z.object({ change: z.literal('fieldChanged'), before: fieldDefinitionSchema, after: fieldDefinitionSchema }),
  z.object({ change: z.enum(['nodeAdded', 'nodeRemoved']), nodeId: z.string() }),
  z.object({ change: z.literal('nodeReplaced'), nodeId: z.string(), before: z.string(), after: z.string() }),
  z.object({
    change: z.literal('nodeRenamed'),
    nodeId: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  z.object({
    change: z.literal('configChanged'),
    nodeId: z.string(),
    path: z.array(z.string()),
    before: value,
    after: value,
  }),
  z.object({
    change: z.literal('edgeRewired'),
    nodeId: z.string(),
    outlet: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
])

const versionParams = params.extend({ n: z.coerce.number().int().positive() })

export function journeyRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/journeys',
    role: 'viewer',
    tag,
    summary: 'List journeys, newest first',
    query: listJourneysInput,
    response: pageOf(summary),
    handler: ({ ctx, query }) => listJourneys(ctx, query),
  })
  add({
    method: 'post',
    path: '/journeys',
    role: 'editor',
    tag,
    summary: 'Create a journey from a journey document',
    body: createJourneyInput,
    maxBodyBytes: maxDocumentBytes,
    status: 201,
    response: journeyResponse,
    handler: async ({ ctx, body, c }) => answerWith(ctx, c, (await createJourney(ctx, body)).id, 201),
  })
  add({
    method: 'get',
    path: '/journeys/{id}',
    role: 'viewer',
    tag,
    summary: 'The journey document; the ETag names its draft revision',
    params,
    response: journeyResponse,
    handler: ({ ctx, params, c }) => answerWith(ctx, c, params.id),
  })
  add({
    method: 'put',
    path: '/journeys/{id}',
    role: 'editor',
    tag,
    summary: 'Replace the draft; If-Match carries the ETag it was made from',
    params,
    body: journeyDocumentSchema,
    maxBodyBytes: maxDocumentBytes,
    response: journeyResponse,
    handler: async ({ ctx, params, body, c }) => {
      await getJourney(ctx, params.id)
      await replaceDraft(ctx, params.id, { baseRevision: revisionOf(c), document: body })
      return answerWith(ctx, c, params.id)
    },
  })
  add({
    method: 'delete',
    path: '/journeys/{id}',
    role: 'admin',
    tag,
    summary: 'Delete a journey with its people and history; not while it runs',
    params,
    status: 204,
    handler: async ({ ctx, params }) => {
      await deleteJourney(ctx, params.id)
      return undefined
    },
  })
  add({
    method: 'post',
    path: '/journeys/{id}/validate',
    role: 'viewer',
    tag,
    summary: 'Everything that is wrong or doubtful about the draft',
    params,
    response: z.object({ issues: z.array(issueResponse) }),
    handler: async ({ ctx, params }) => ({
      issues: (await validateDraft(ctx, params.id)).map((issue) => toIssueResponse(issue, ctx)),
    }),
  })
  add({
    method: 'post',
    path: '/journeys/{id}/impact',
    role: 'viewer',
    tag,
    summary: 'What publishing the draft would do, with the people each change touches',
    params,
    response: z.object({ asOf: z.string(), draftRevision: z.number(), rows: z.array(impactRow) }),
    handler: async ({ ctx, params }) => {
      const { rows, ...impact } = await previewImpact(ctx, params.id)
      return { ...impact, rows: rows.map((row) => presentPublishPreview(row, ctx.locale)) }
    },
  })
  add({
    method: 'post',
    path: '/journeys/{id}/publish',
    role: 'admin',
    tag,
    summary: 'Publish the draft as the next version',
    params,
    body: publishInput,
    response: z.object({ version: z.number(), promise: z.array(impactRow) }),
    handler: async ({ ctx, params, body }) => {
      const { version, promise } = await publishJourney(ctx, params.id, body)
      return { version, promise: promise.map((row) => presentPublishPreview(row, ctx.locale)) }
    },
  })
  add({
    method: 'get',
    path: '/journeys/{id}/sweep',
    role: 'viewer',
    tag,
    summary: 'How far people inside are brought in line with the live version; null before the first publish',
    params,
    response: z.object({ version: z.number(), done: z.number(), total: z.number(), isDone: z.boolean() }).nullable(),
    handler: ({ ctx, params }) => getSweepProgress(ctx, params.id),
  })
  add({
    method: 'get',
    path: '/journeys/{id}/backfill',
    role: 'viewer',
    tag,
    summary: 'Who is past a step that the draft adds, and would be sent to it by the choice "backfill"',
    params,
    query: z.object({ nodeId: z.string() }),
    response: z.object({
      total: z.number(),
      people: z.array(z.object({ participantId: z.string(), label: z.string() })),
    }),
    handler: ({ ctx, params, query }) => listBackfillPeople(ctx, params.id, query.nodeId),
  })
  add({
    method: 'get',
    path: '/journeys/{id}/versions',
    role: 'viewer',
    tag,
    summary: 'Published versions, newest first',
    params,
    response: z.object({ items: z.array(versionSummary) }),
    handler: async ({ ctx, params }) => ({ items: await listVersions(ctx, params.id) }),
  })
  add({
    method: 'get',
    path: '/journeys/{id}/versions/{n}',
    role: 'viewer',
    tag,
    summary: 'A published version with its journey document',
    params: versionParams,
    response: versionSummary.extend({ document: journeyDocumentSchema }),
    handler: ({ ctx, params }) => getVersion(ctx, params.id, params.n),
  })
  add({
    method: 'get',
    path: '/journeys/{id}/versions/{n}/changes',
    role: 'viewer',
    tag,
    summary: 'What is different in the draft, or in the version named by "to", from this version',
    params: versionParams,
    query: z.object({ to: z.union([z.literal('draft'), z.coerce.number().int().positive()]).default('draft') }),
    response: z.object({
      from: z.number(),
      to: z.union([z.literal('draft'), z.number()]),
      changes: z.array(documentChange),
    }),
    handler: ({ ctx, params, query }) => compareVersions(ctx, params.id, { from: params.n, to: query.to }),
  })
  add({
    method: 'post',
    path: '/journeys/{id}/versions/{n}/restore',
    role: 'editor',
    tag,
    summary: 'Put a published version into the draft',
    params: versionParams,
    response: journeyResponse,
    handler: async ({ ctx, params, c }) => {
      await restoreVersion(ctx, params.id, params.n)
      return answerWith(ctx, c, params.id)
    },
  })
  const addSuspend = (path: 'pause' | 'stop', verb: typeof pauseJourney, summary: string) =>
    add({
      method: 'post',
      path: `/journeys/{id}/${path}`,
      role: 'admin',
      tag,
      summary,
      params,
      response: z.object({ state: z.enum(journeyStates) }),
      handler: ({ ctx, params }) => verb(ctx, params.id),
    })
  addSuspend('pause', pauseJourney, 'Keep everybody where they are; signals are still kept')
  addSuspend('stop', stopJourney, 'End the journey; positions are kept')
  const addResume = (path: 'resume' | 'restart', verb: typeof resumeJourney, summary: string) =>
    add({
      method: 'post',
      path: `/journeys/{id}/${path}`,
      role: 'admin',
      tag,
      summary,
      description:
        'Those whose moment came meanwhile are overdue. send: they go on, spread over a window. shift: waits and time limits ' +
        'are lengthened by the time nobody moved. skip: they go on to their next wait without the mails, calls and CTAs on ' +
        'the way. With many people the answer comes first: `resuming` says how far it is, and the state changes at its end.',
      params,
      body: resumeInput,
      bodyOptional: true,
      response: z.object({ state: z.enum(journeyStates), resuming: resumingResponse.nullable() }),
      handler: ({ ctx, params, body }) => verb(ctx, params.id, body),
    })
  addResume('resume', resumeJourney, 'Go on after a pause')
  addResume('restart', restartJourney, 'Go on with a stopped journey')
  add({
    method: 'get',
    path: '/journeys/{id}/overdue',
    role: 'viewer',
    tag,
    summary: 'Whom a resume or restart would find overdue now',
    params,
    response: z.object({
      asOf: z.string(),
      pausedAt: z.string(),
      overdue: z.number(),
      newcomers: z.number(),
      waiting: z.number(),
      overdueElsewhere: z.number(),
    }),
    handler: ({ ctx, params }) => previewResume(ctx, params.id),
  })
  add({
    method: 'get',
    path: '/journeys/{id}/history',
    role: 'viewer',
    tag,
    summary: 'Who set the journey going, paused or stopped it, and when; newest first',
    params,
    query: listHistoryInput,
    response: pageOf(stateChange),
    handler: ({ ctx, params, query }) => listHistory(ctx, params.id, query),
  })
}

async function answerWith(ctx: Ctx, c: Context, id: string, status: 200 | 201 = 200): Promise<Response> {
  const journey = await getJourney(ctx, id)
  c.header('ETag', `"${journey.draftRevision}"`)
  return c.json(toResponse(journey), status)
}

function toResponse({ document, ...journey }: JourneyDetails): z.input<typeof journeyResponse> {
  const { id, state, resuming, draftRevision, publishedVersion, createdAt, updatedAt } = journey
  return { ...document, id, state, resuming, draftRevision, publishedVersion, createdAt, updatedAt }
}

function revisionOf(c: Context): number {
  const header = c.req.header('if-match')
  if (header === undefined) throw new ServiceError('preconditionRequired')
  const revision = /^(?:W\/)?"?(\d+)"?$/.exec(header.trim())?.[1]
  // An ETag without a valid revision is stale or from another source.
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
