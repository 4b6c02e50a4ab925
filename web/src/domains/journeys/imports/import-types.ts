import type { Outputs } from '../../../lib/api/api-types.ts'

export type Import = Outputs['imports']['get']
export type ImportPreview = Outputs['imports']['preview']

/** How to read a file, as far as somebody said so; what is missing is recognised. */
export type FileFormat = {
  encoding?: string | undefined
  delimiter?: string | undefined
  header?: string | undefined
}

export function isBusy({ status }: Pick<Import, 'status'>): boolean {
  return status === 'uploading' || status === 'checking' || status === 'enrolling'
}

export function refusedRows({ counts }: Pick<Import, 'counts'>): number {
  return counts.duplicate + counts.excluded + counts.invalid
}
