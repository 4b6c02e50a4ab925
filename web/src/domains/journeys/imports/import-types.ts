import type { Outputs } from '../../../lib/api/api-types.ts'

export type Import = Outputs['imports']['get']
export type ImportPreview = Outputs['imports']['preview']

/** The format of a file as far as it was set; missing parts are detected. */
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
