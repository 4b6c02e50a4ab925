import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { csvResponse } from '../../kernel/csv/csv-response.ts'
import { invalid } from '../../kernel/errors.ts'
import { formattedIssue } from '../../kernel/http/problems/problem.ts'
import type { AddRoute } from '../../kernel/http/rest.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { CsvError } from './file/csv-error.ts'
import { exportRejects } from './export-rejects.ts'
import { getImport, type ImportProgress, withRate } from './get-import.ts'
import type { Import } from './import.repository.ts'
import { bulkQuery, importResponse, journeyParams, uploadQuery } from './import.schemas.ts'
import { importPurposes } from './import.table.ts'
import { readUpload } from './file/read-upload.ts'
import { receiveImport, type ReceiveImportInput } from './receive-import.ts'

const csvTypes = ['text/csv', 'multipart/form-data']
const defaultFileName = 'upload.csv'
const importParams = z.object({ id: z.string() })

export function importRoutes(add: AddRoute): void {
  for (const purpose of importPurposes) {
    add({
      method: 'post',
      path: `/bulk/journeys/{id}/${purpose}`,
      role: 'editor',
      tag: 'Imports',
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
  }

  add({
    method: 'post',
    path: '/journeys/{id}/imports',
    role: 'editor',
    tag: 'Imports',
    summary: 'Upload a CSV that waits for its column mapping',
    params: journeyParams,
    query: uploadQuery,
    streams: csvTypes,
    status: 201,
    response: importResponse,
    async handler({ ctx, params, query, c }) {
      const { purpose, fileName, ...dialect } = query
      const received = await receiveUpload(ctx, c.req.raw, { journeyId: params.id, purpose, fileName, dialect })
      return toResponse(withRate(ctx, received), ctx.locale)
    },
  })

  add({
    method: 'get',
    path: '/imports/{id}',
    role: 'viewer',
    tag: 'Imports',
    summary: 'State of an import: status, counts, reasons, rate',
    params: importParams,
    response: importResponse,
    handler: async ({ ctx, params }) => toResponse(await getImport(ctx, { importId: params.id }), ctx.locale),
  })

  add({
    method: 'get',
    path: '/imports/{id}/rejects',
    role: 'viewer',
    tag: 'Imports',
    summary: 'The refused rows as CSV, with line and reason',
    params: importParams,
    responseType: 'text/csv',
    async handler({ ctx, params }) {
      const { fileName, lines } = await exportRejects(ctx, { importId: params.id })
      return csvResponse(fileName, lines)
    },
  })
}

async function receiveUpload(
  ctx: Ctx,
  request: Request,
  { fileName, ...input }: Omit<ReceiveImportInput, 'chunks' | 'fileName'> & { fileName: string | undefined },
): Promise<Import> {
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

function toResponse(found: ImportProgress, locale: Locale) {
  const { reasons, ...counts } = found.counts
  return {
    id: found.id,
    journeyId: found.journeyId,
    purpose: found.purpose,
    status: found.status,
    dryRun: found.isDryRun,
    fileName: found.fileName,
    headers: found.headers,
    mapping: found.mapping,
    rows: found.rowCount,
    done: found.doneCount,
    counts,
    reasons: Object.entries(reasons).map(([code, rows]) => ({ code, rows })),
    rowsPerSecond: found.rowsPerSecond,
    issues: found.issues.map((issue) => formattedIssue(issue, locale)),
    createdAt: found.createdAt,
    startedAt: found.startedAt,
    finishedAt: found.finishedAt,
  }
}
