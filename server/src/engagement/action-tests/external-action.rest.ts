import { notFound } from '../../kernel/errors.ts'
import type { AddRoute } from '../../kernel/http/rest.ts'
import { createExternalAction } from '../../integrations/actions/create-external-action.ts'
import { deleteExternalAction } from '../../integrations/actions/delete-external-action.ts'
import {
  createExternalActionInput,
  externalActionResponse,
  externalActionIdInput,
  externalActionPageResponse,
  keepSampleFields,
  listExternalActionsInput,
  sampleResponse,
  testExternalActionFields,
  testResultResponse,
  testUnsavedActionInput,
  updateExternalActionFields,
} from '../../integrations/actions/external-action.schemas.ts'
import { forgetSample } from '../../integrations/actions/samples/forget-sample.ts'
import { getExternalAction } from '../../integrations/actions/get-external-action.ts'
import { getSample } from '../../integrations/actions/samples/get-sample.ts'
import { keepSample } from '../../integrations/actions/samples/keep-sample.ts'
import { listExternalActions } from '../../integrations/actions/list-external-actions.ts'
import { importExternalAction } from '../../integrations/actions/import/import-external-action.ts'
import {
  importedActionResponse,
  importExternalActionInput,
  maxImportBytes,
} from '../../integrations/actions/import/import.schemas.ts'
import { testExternalAction } from './test-external-action.ts'
import { testUnsavedAction } from './test-unsaved-action.ts'
import { updateExternalAction } from '../../integrations/actions/update-external-action.ts'

const tag = 'External actions'

export function externalActionRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/external-actions',
    role: 'viewer',
    tag,
    summary: 'External actions by name, each in its newest version',
    query: listExternalActionsInput,
    response: externalActionPageResponse,
    handler: ({ ctx, query }) => listExternalActions(ctx, query),
  })
  add({
    method: 'post',
    path: '/external-actions',
    role: 'editor',
    tag,
    summary: 'Create an external action',
    body: createExternalActionInput,
    status: 201,
    response: externalActionResponse,
    handler: ({ ctx, body }) => createExternalAction(ctx, body),
  })
  add({
    method: 'post',
    path: '/external-actions/test',
    role: 'editor',
    tag,
    summary: 'Test an external action that is not saved',
    description: 'Nothing is kept but the entry in the audit log.',
    body: testUnsavedActionInput,
    response: testResultResponse,
    handler: ({ ctx, body }) => testUnsavedAction(ctx, body),
  })
  add({
    method: 'post',
    path: '/external-actions/import',
    role: 'editor',
    tag,
    summary: 'Read an external action and its connection out of a cURL command or an OpenAPI document',
    description:
      'Nothing is saved. Secrets that are recognised are in `connection.auth` alone. References to other files or addresses are never fetched.',
    body: importExternalActionInput,
    maxBodyBytes: maxImportBytes,
    response: importedActionResponse,
    handler: ({ ctx, body }) => importExternalAction(ctx, body),
  })
  add({
    method: 'get',
    path: '/external-actions/{id}',
    role: 'viewer',
    tag,
    summary: 'One external action in its newest version',
    params: externalActionIdInput,
    response: externalActionResponse,
    handler: ({ ctx, params }) => getExternalAction(ctx, params),
  })
  add({
    method: 'patch',
    path: '/external-actions/{id}',
    role: 'editor',
    tag,
    summary: 'Save a new version of an external action',
    description:
      'What is left out stays. Live journeys keep the version they were published with; `usedBy` names them.',
    params: externalActionIdInput,
    body: updateExternalActionFields,
    response: externalActionResponse,
    handler: ({ ctx, params, body }) => updateExternalAction(ctx, { ...body, ...params }),
  })
  add({
    method: 'delete',
    path: '/external-actions/{id}',
    role: 'editor',
    tag,
    summary: 'Delete an external action that no journey uses',
    params: externalActionIdInput,
    status: 204,
    handler: async ({ ctx, params }) => {
      await deleteExternalAction(ctx, params)
      return {}
    },
  })
  add({
    method: 'post',
    path: '/external-actions/{id}/test',
    role: 'editor',
    tag,
    summary: 'Test an external action with values, or with a mapping and a participant',
    description: 'The call is made for real, unless `dryRun`, and kept among the callouts, marked as a test.',
    params: externalActionIdInput,
    body: testExternalActionFields,
    response: testResultResponse,
    handler: ({ ctx, params, body }) => testExternalAction(ctx, { ...body, ...params }),
  })
  add({
    method: 'get',
    path: '/external-actions/{id}/sample',
    role: 'viewer',
    tag,
    summary: 'The reply that is kept as the sample of an external action',
    params: externalActionIdInput,
    response: sampleResponse,
    handler: async ({ ctx, params }) => {
      const sample = await getSample(ctx, params)
      if (!sample) throw notFound('sampleReply')
      return sample
    },
  })
  add({
    method: 'put',
    path: '/external-actions/{id}/sample',
    role: 'editor',
    tag,
    summary: 'Keep a reply as the sample of an external action',
    description: 'Previews and tests of later steps use what the action reads from it, marked as `sampled`.',
    params: externalActionIdInput,
    body: keepSampleFields,
    maxBodyBytes: 16 * 1024 * 1024,
    response: sampleResponse,
    handler: ({ ctx, params, body }) => keepSample(ctx, { ...body, ...params }),
  })
  add({
    method: 'delete',
    path: '/external-actions/{id}/sample',
    role: 'editor',
    tag,
    summary: 'Forget the sample of an external action',
    params: externalActionIdInput,
    status: 204,
    handler: async ({ ctx, params }) => {
      await forgetSample(ctx, params)
      return {}
    },
  })
}
