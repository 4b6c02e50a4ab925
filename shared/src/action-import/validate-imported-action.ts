import type { z } from 'zod'
import type { Issue, IssueCode } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import {
  checkExternalAction,
  type ExternalActionContent,
  externalActionContentSchema,
} from '../http-call/action/external-action.ts'

/**
 * The imported action if it could be saved, otherwise the issues. `tooMuch` is the code for exceeding a limit of
 * actions.
 */
export function validateImportedAction(
  read: z.input<typeof externalActionContentSchema>,
  tooMuch: IssueCode,
): Result<ExternalActionContent, Issue[]> {
  const parsed = externalActionContentSchema.safeParse(read)
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? ''
    return err([{ code: tooMuch, severity: 'error', params: { where } }])
  }
  const errors = checkExternalAction(parsed.data).filter(({ severity }) => severity === 'error')
  return errors.length > 0 ? err(errors) : ok(parsed.data)
}
