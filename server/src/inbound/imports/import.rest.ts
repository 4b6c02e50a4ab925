import { recordExport } from '../../kernel/audit/record-export.ts'
import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { csvResponse } from '../../kernel/csv/csv-response.ts'
import { invalid, ServiceError } from '../../kernel/errors.ts'
import { defineRoute } from '../../kernel/operations/define-route.ts'
import { CsvError } from './file/csv-error.ts'
import { exportRejects } from './export-rejects.ts'
import { withRate } from './get-import.ts'
import { bulkQuery, importResponse, journeyParams, purposes, uploadQuery } from './import.schemas.ts'
import { presentImport } from './present-import.ts'
import { readUpload } from './file/read-upload.ts'
import { receiveImport, type ReceiveImportInput } from './receive-import.ts'

const csvTypes = ['text/csv', 'multipart/form-data']
const defaultFileName = 'upload.csv'

const tag = 'Imports'

const bulkRoute = (purpose: (typeof purposes)[number]) =>
  defineRoute({
    kind: 'mutation',
    audit: { anyOf: ['importStarted', 'importChecked'] },
    method: 'post',
    path: `/bulk/journeys/{id}/${purpose}`,
    role: 'editor',
    tag,
    summary: purpose === 'participants' ? 'Enrol people from a CSV' : 'Put people on the exclusion list from a CSV',
    description:
      'Any size, read as it arrives. `mapping` is JSON, field → column; without it columns are matched by name. With `dryRun=true` nobody is let in and the counts say what would happen. Encoding, separator and quotes are detected and can be given.',
    params: journeyParams,
    query: bulkQuery,
    streams: csvTypes,
    status: 202,
    response: z.object({ importId: z.string() }),
    async handler({ ctx, params, query, c }) {
      const { mapping, dryRun, fileName, ...dialect } = query
      const { id } = await receiveUpload(ctx, c.req.raw, {
        journeyId: params.id,
        purpose,
        fileName,
        dialect,
        start: { mapping, isDryRun: dryRun === 'true' },
      })
      return { importId: id }
    },
  })

const uploadRoute = defineRoute({
  kind: 'mutation',
  audit: { none: 'a file that waits for its mapping changes nothing; its start is recorded' },
  method: 'post',
  path: '/journeys/{id}/imports',
  role: 'editor',
  tag,
  summary: 'Upload a CSV that waits for its column mapping',
  params: journeyParams,
  query: uploadQuery,
  streams: csvTypes,
  status: 201,
  response: importResponse,
  async handler({ ctx, params, query, c }) {
    const { purpose, fileName, ...dialect } = query
    const received = await receiveUpload(ctx, c.req.raw, { journeyId: params.id, purpose, fileName, dialect })
    return presentImport(withRate(ctx, received), ctx.locale)
  },
})

export const rejectsRoute = defineRoute({
  kind: 'query',
  method: 'get',
  path: '/imports/{id}/rejects',
  role: 'viewer',
  tag,
  summary: 'The refused rows as CSV, with line and reason',
  params: z.object({ id: z.string() }),
  responseType: 'text/csv',
  async handler({ ctx, params }) {
    const { fileName, lines } = await exportRejects(ctx, { importId: params.id })
    await recordExport(ctx, { name: fileName, subjectKind: 'import', subjectId: params.id })
    return csvResponse(ctx, fileName, lines)
  },
})

/** Files are sent and received as streams; the other operations of an import are in `import.operations.ts`. */
export const uploadRoutes = [...purposes.map(bulkRoute), uploadRoute]

async function receiveUpload(
  ctx: Ctx,
  request: Request,
  { fileName, ...input }: Omit<ReceiveImportInput, 'chunks' | 'fileName'> & { fileName: string | undefined },
): ReturnType<typeof receiveImport> {
  const release = ctx.uploads.perWorkspace.tryAcquire(ctx.workspaceId)
  if (!release) throw new ServiceError('limitReached', { text: 'uploadsAtOnce', retryAfterSeconds: 10 })
  try {
    return await receiveFile(ctx, request, { fileName, ...input })
  } finally {
    release()
  }
}

async function receiveFile(
  ctx: Ctx,
  request: Request,
  { fileName, ...input }: Omit<ReceiveImportInput, 'chunks' | 'fileName'> & { fileName: string | undefined },
): ReturnType<typeof receiveImport> {
  const upload = await readUpload(request).catch((error: unknown) => {
    throw error instanceof CsvError ? invalid([error.issue]) : error
  })
  try {
    const name = fileName ?? upload.fileName ?? defaultFileName
    return await receiveImport(ctx, { ...input, fileName: name, chunks: upload.chunks })
  } catch (error) {
    await upload.discard()
    throw error
  }
}
