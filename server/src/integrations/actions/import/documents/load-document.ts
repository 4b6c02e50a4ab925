import { ownerOf } from '../../../../kernel/concurrency/budgets.ts'
import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import type { Ctx } from '../../../../kernel/context.ts'
import { invalid } from '../../../../kernel/errors.ts'
import { fetchDocument } from './fetch-document.ts'
import type { ListOperationsInput } from '../import.schemas.ts'
import { type Json, type OpenApiDocument } from './open-api-document.ts'
import { readDocument } from './read-document.ts'

/**
 * Loads a document and passes it to `read`. A fault found while loading or reading it is reported at the input field
 * that named the document.
 */
export async function loadDocument<T>(
  ctx: Ctx,
  source: ListOperationsInput,
  read: (document: OpenApiDocument, sourceUrl: string | undefined) => T,
): Promise<T> {
  const sourceUrl = 'openapiUrl' in source ? source.openapiUrl : undefined
  try {
    const given =
      'openapiUrl' in source ? await fetchDocument(ctx, source.openapiUrl) : (source.openapi as string | Json)
    return read(await readDocument(given, (parse) => ctx.budgets.yaml.run(ownerOf(ctx), parse)), sourceUrl)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const place =
      error.issue.code === 'openApi.operationUnknown'
        ? 'operationId'
        : sourceUrl === undefined
          ? 'openapi'
          : 'openapiUrl'
    throw invalid([{ ...error.issue, path: [place] }])
  }
}
