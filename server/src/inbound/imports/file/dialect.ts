import { z } from 'zod'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'shift_jis'] as const
export type Encoding = (typeof encodings)[number]

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** The format of a file. Detected from its beginning; each part can be given instead. */
export type Dialect = {
  encoding: Encoding
  delimiter: Delimiter
  quote: '"' | "'"
  /** The character that escapes a quote inside a quoted cell. */
  escape: '"' | "'" | '\\'
  /** Whether the first row names the columns. */
  hasHeader: boolean
}

const delimiterNames: Record<string, Delimiter> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' }

/** The query parameters: `?encoding=shift_jis&delimiter=tab&escape=backslash&header=absent`. */
export const dialectInput = z.object({
  encoding: z.enum(encodings).optional(),
  delimiter: z
    .string()
    .transform((name) => delimiterNames[name] ?? name)
    .pipe(z.enum(delimiters))
    .optional(),
  quote: z.enum(['"', "'"]).optional(),
  escape: z
    .enum(['double', 'backslash'])
    .transform((name): Dialect['escape'] | undefined => (name === 'backslash' ? '\\' : undefined))
    .optional(),
  header: z.enum(['auto', 'present', 'absent']).default('auto'),
})
export type DialectInput = z.output<typeof dialectInput>
