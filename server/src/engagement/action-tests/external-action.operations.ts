import { createExternalAction } from '../../integrations/actions/create-external-action.ts'
import { deleteExternalAction } from '../../integrations/actions/delete-external-action.ts'
import { duplicateExternalAction } from '../../integrations/actions/duplicate-external-action.ts'
import {
  createExternalActionInput,
  duplicateExternalActionInput,
  externalActionIdInput,
  externalActionPageResponse,
  externalActionResponse,
  keepSampleInput,
  listExternalActionsInput,
  previewCalloutInput,
  sampleResponse,
  testExternalActionInput,
  testResultResponse,
  testUnsavedActionInput,
  updateExternalActionInput,
} from '../../integrations/actions/external-action.schemas.ts'
import { getExternalAction } from '../../integrations/actions/get-external-action.ts'
import { importExternalAction } from '../../integrations/actions/import/import-external-action.ts'
import {
  importedActionResponse,
  importExternalActionInput,
  listOperationsInput,
  maxImportBytes,
} from '../../integrations/actions/import/import.schemas.ts'
import { listOpenApiOperations } from '../../integrations/actions/import/list-open-api-operations.ts'
import { listExternalActions } from '../../integrations/actions/list-external-actions.ts'
import { forgetSample } from '../../integrations/actions/samples/forget-sample.ts'
import { getSample } from '../../integrations/actions/samples/get-sample.ts'
import { keepSample } from '../../integrations/actions/samples/keep-sample.ts'
import { updateExternalAction } from '../../integrations/actions/update-external-action.ts'
import { notFound } from '../../kernel/errors.ts'
import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { previewCallout } from './preview-callout.ts'
import { testExternalAction } from './test-external-action.ts'
import { testUnsavedAction } from './test-unsaved-action.ts'

const tag = 'External actions'

export const externalActionOperations = {
  list: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: listExternalActionsInput,
    output: externalActionPageResponse,
    run: listExternalActions,
  }).rest({
    method: 'get',
    path: '/external-actions',
    tag,
    summary: 'External actions by name, each in its newest version',
  }),
  create: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: createExternalActionInput,
    output: externalActionResponse,
    audit: 'externalActionCreated',
    run: createExternalAction,
  }).rest({ method: 'post', path: '/external-actions', tag, summary: 'Create an external action', status: 201 }),
  testUnsaved: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: testUnsavedActionInput,
    output: testResultResponse,
    audit: { ifChanged: ['externalActionTested'] },
    budget: 'testCall',
    run: testUnsavedAction,
  }).rest({
    method: 'post',
    path: '/external-actions/test',
    tag,
    summary: 'Test an external action that is not saved',
    description: 'Nothing is kept but the entry in the audit log.',
  }),
  import: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: importExternalActionInput,
    output: importedActionResponse,
    audit: { none: 'it only reads what was pasted; nothing is saved' },
    budget: 'testCall',
    run: importExternalAction,
  }).rest({
    method: 'post',
    path: '/external-actions/import',
    tag,
    summary: 'Read an external action and its connection out of a cURL command or an OpenAPI document',
    description:
      'Nothing is saved. Secrets that are recognised are in `connection.auth` alone. References to other files or addresses are never fetched.',
    maxBodyBytes: maxImportBytes,
  }),
  get: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: externalActionIdInput,
    output: externalActionResponse,
    run: getExternalAction,
  }).rest({
    method: 'get',
    path: '/external-actions/{id}',
    tag,
    summary: 'One external action in its newest version',
  }),
  update: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: updateExternalActionInput,
    output: externalActionResponse,
    audit: { ifChanged: ['externalActionChanged'] },
    run: updateExternalAction,
  }).rest({
    method: 'patch',
    path: '/external-actions/{id}',
    tag,
    summary: 'Save a new version of an external action',
    description:
      'What is left out stays. Live journeys keep the version they were published with; `usedBy` names them.',
  }),
  delete: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: externalActionIdInput,
    audit: 'externalActionDeleted',
    run: deleteExternalAction,
  }).rest({
    method: 'delete',
    path: '/external-actions/{id}',
    tag,
    summary: 'Delete an external action that no journey uses',
    status: 204,
  }),
  test: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: testExternalActionInput,
    output: testResultResponse,
    audit: { ifChanged: ['externalActionTested'] },
    budget: 'testCall',
    run: testExternalAction,
  }).rest({
    method: 'post',
    path: '/external-actions/{id}/test',
    tag,
    summary: 'Test an external action with values, or with a mapping and a participant',
    description: 'The call is made for real, unless `dryRun`, and kept among the callouts, marked as a test.',
  }),
  sample: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: externalActionIdInput,
    output: sampleResponse,
    run: getSample,
  }).rest({
    method: 'get',
    path: '/external-actions/{id}/sample',
    tag,
    summary: 'The reply that is kept as the sample of an external action',
    respond: (sample) => {
      if (!sample) throw notFound('sampleReply')
      return sample
    },
  }),
  keepSample: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: keepSampleInput,
    output: sampleResponse,
    audit: 'externalActionSampleKept',
    run: keepSample,
  }).rest({
    method: 'put',
    path: '/external-actions/{id}/sample',
    tag,
    summary: 'Keep a reply as the sample of an external action',
    description: 'Previews and tests of later steps use what the action reads from it, marked as `sampled`.',
    maxBodyBytes: 16 * 1024 * 1024,
  }),
  forgetSample: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: externalActionIdInput,
    audit: { ifChanged: ['externalActionSampleForgotten'] },
    run: forgetSample,
  }).rest({
    method: 'delete',
    path: '/external-actions/{id}/sample',
    tag,
    summary: 'Forget the sample of an external action',
    status: 204,
  }),
  duplicate: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: duplicateExternalActionInput,
    audit: 'externalActionCreated',
    run: duplicateExternalAction,
  }),
  operations: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: listOperationsInput,
    audit: { none: 'nothing changes; it is a mutation because a document is too large for an address' },
    budget: 'testCall',
    run: listOpenApiOperations,
  }),
  preview: defineOperation({ kind: 'query', role: 'viewer', input: previewCalloutInput, run: previewCallout }),
}
