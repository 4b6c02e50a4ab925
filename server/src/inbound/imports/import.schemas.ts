import { columnMappingSchema } from '@tabiji/shared/csv/column-mapping.ts'
import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { fieldTypeSchema } from '@tabiji/shared/values/field-type.ts'
import { z } from 'zod'
import { pageInput } from '../../kernel/http/page.ts'
import { dialectInput } from './file/dialect.ts'
import { importPurposes, importStatuses } from './import.table.ts'

export const importIdInput = z.object({ importId: z.string() })
export type ImportIdInput = z.infer<typeof importIdInput>

export const mapImportInput = z.object({ importId: z.string(), mapping: columnMappingSchema })
export type MapImportInput = z.infer<typeof mapImportInput>

export const listImportsInput = pageInput.extend({ journeyId: z.string() })
export type ListImportsInput = z.output<typeof listImportsInput>

export const journeyParams = z.object({ id: z.string() })

export const purposes = z.enum(importPurposes).options

const fileQuery = dialectInput.extend({ fileName: z.string().trim().min(1).max(255).optional() })

export const uploadQuery = fileQuery.extend({ purpose: z.enum(importPurposes).default('participants') })

export const bulkQuery = fileQuery.extend({
  mapping: z
    .string()
    .transform((text, context) => {
      try {
        return parseExactJson(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'mapping is not valid JSON; write {"email":"E-mail address"}' })
        return z.NEVER
      }
    })
    .pipe(columnMappingSchema)
    .optional(),
  dryRun: z.enum(['true', 'false']).default('false'),
})

export const importCountsSchema = z.object({
  enrolled: z.number(),
  duplicate: z.number(),
  excluded: z.number(),
  invalid: z.number(),
})

export const importResponse = z.object({
  id: z.string(),
  journeyId: z.string(),
  purpose: z.enum(importPurposes),
  status: z.enum(importStatuses),
  dryRun: z.boolean(),
  fileName: z.string(),
  headers: z.array(z.string()),
  mapping: columnMappingSchema.nullable(),
  /** Rows in the file, below the header. */
  rows: z.number(),
  /** The number of decided rows. */
  done: z.number(),
  counts: importCountsSchema,
  reasons: z.array(z.object({ code: z.string(), rows: z.number() })),
  rowsPerSecond: z.number().nullable(),
  issues: z.array(z.object({ code: z.string(), severity: z.string(), path: z.string(), message: z.string() })),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
})

export const previewFieldSchema = z.object({
  key: z.string(),
  label: z.string().nullable(),
  type: fieldTypeSchema,
  required: z.boolean(),
})
