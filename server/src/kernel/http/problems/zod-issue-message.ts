import { type core, locales } from 'zod'
import type { Locale } from '@tabiji/shared/messages/locale.ts'

const localeErrors = { en: locales.en().localeError, ja: locales.ja().localeError } satisfies Record<
  Locale,
  core.$ZodErrorMap
>

/**
 * zod writes its messages while it parses, in one language for the whole process. This function reads the same tables again for
 * the reader's language. A message that a schema provides itself (`custom`) stays as it is.
 */
export function zodIssueMessage(issue: core.$ZodIssue, rawInput: unknown, locale: Locale): string {
  if (issue.code === 'custom') return issue.message
  const raw = { ...issue, input: valueAt(rawInput, issue.path) } as core.$ZodRawIssue
  const text = localeErrors[locale](raw)
  return (typeof text === 'string' ? text : text?.message) ?? issue.message
}

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  )
}
