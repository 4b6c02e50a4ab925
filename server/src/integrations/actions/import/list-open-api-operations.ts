import type { Ctx } from '../../../kernel/context.ts'
import type { ListOperationsInput } from './import.schemas.ts'
import { listOperations, type OperationSummary } from './list-operations.ts'
import { loadDocument } from './documents/load-document.ts'
import { objectOf, textOf } from './documents/open-api-document.ts'

export type DocumentSummary = { title: string; operations: OperationSummary[] }

/** Lists the operations of a document for the import dialog. */
export async function listOpenApiOperations(ctx: Ctx, input: ListOperationsInput): Promise<DocumentSummary> {
  return loadDocument(ctx, input, (document) => ({
    title: textOf(objectOf(document.root['info'])['title']).slice(0, 200),
    operations: listOperations(document),
  }))
}
