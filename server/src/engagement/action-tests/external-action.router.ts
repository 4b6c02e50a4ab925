import { editorProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { createExternalAction } from '../../integrations/actions/create-external-action.ts'
import { deleteExternalAction } from '../../integrations/actions/delete-external-action.ts'
import { duplicateExternalAction } from '../../integrations/actions/duplicate-external-action.ts'
import {
  createExternalActionInput,
  duplicateExternalActionInput,
  externalActionIdInput,
  keepSampleInput,
  listExternalActionsInput,
  previewCalloutInput,
  testExternalActionInput,
  testUnsavedActionInput,
  updateExternalActionInput,
} from '../../integrations/actions/external-action.schemas.ts'
import { forgetSample } from '../../integrations/actions/samples/forget-sample.ts'
import { getExternalAction } from '../../integrations/actions/get-external-action.ts'
import { getSample } from '../../integrations/actions/samples/get-sample.ts'
import { keepSample } from '../../integrations/actions/samples/keep-sample.ts'
import { importExternalAction } from '../../integrations/actions/import/import-external-action.ts'
import { importExternalActionInput, listOperationsInput } from '../../integrations/actions/import/import.schemas.ts'
import { listOpenApiOperations } from '../../integrations/actions/import/list-open-api-operations.ts'
import { listExternalActions } from '../../integrations/actions/list-external-actions.ts'
import { previewCallout } from './preview-callout.ts'
import { testExternalAction } from './test-external-action.ts'
import { testUnsavedAction } from './test-unsaved-action.ts'
import { updateExternalAction } from '../../integrations/actions/update-external-action.ts'

export const externalActionRouter = router({
  list: viewerProcedure.input(listExternalActionsInput).query(({ ctx, input }) => listExternalActions(ctx, input)),
  get: viewerProcedure.input(externalActionIdInput).query(({ ctx, input }) => getExternalAction(ctx, input)),
  create: editorProcedure
    .input(createExternalActionInput)
    .mutation(({ ctx, input }) => createExternalAction(ctx, input)),
  update: editorProcedure
    .input(updateExternalActionInput)
    .mutation(({ ctx, input }) => updateExternalAction(ctx, input)),
  duplicate: editorProcedure
    .input(duplicateExternalActionInput)
    .mutation(({ ctx, input }) => duplicateExternalAction(ctx, input)),
  import: editorProcedure
    .input(importExternalActionInput)
    .mutation(({ ctx, input }) => importExternalAction(ctx, input)),
  // A mutation, although it changes nothing: a document is too large for a query string.
  operations: editorProcedure
    .input(listOperationsInput)
    .mutation(({ ctx, input }) => listOpenApiOperations(ctx, input)),
  delete: editorProcedure.input(externalActionIdInput).mutation(({ ctx, input }) => deleteExternalAction(ctx, input)),
  preview: viewerProcedure.input(previewCalloutInput).query(({ ctx, input }) => previewCallout(ctx, input)),
  sample: viewerProcedure.input(externalActionIdInput).query(({ ctx, input }) => getSample(ctx, input)),
  keepSample: editorProcedure.input(keepSampleInput).mutation(({ ctx, input }) => keepSample(ctx, input)),
  forgetSample: editorProcedure.input(externalActionIdInput).mutation(({ ctx, input }) => forgetSample(ctx, input)),
  test: editorProcedure.input(testExternalActionInput).mutation(({ ctx, input }) => testExternalAction(ctx, input)),
  testUnsaved: editorProcedure
    .input(testUnsavedActionInput)
    .mutation(({ ctx, input }) => testUnsavedAction(ctx, input)),
})
