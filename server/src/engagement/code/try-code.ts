import { coerceFields } from '@tabiji/shared/values/coerce-field.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { ownerOf } from '../../kernel/concurrency/budgets.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findMappedParticipant } from '../action-tests/test-scope.repository.ts'
import type { TryCodeInput } from './code.schemas.ts'
import { codeInput, executeCode } from './execute-code.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export type CodeTrial = { values: FieldValues; issues: [] } | { values: null; issues: Issue[] }

/** Runs code from the editor, for one participant or for typed values. Nothing is stored and no enrollment moves. */
export async function tryCode(ctx: Ctx, { source, journeyId, ...given }: TryCodeInput): Promise<CodeTrial> {
  const journey = await requireJourney(ctx, journeyId)
  const { participantId } = given
  const participant =
    participantId === undefined ? undefined : await findMappedParticipant(ctx.db, ctx.workspaceId, participantId)
  if (participantId !== undefined && participant?.journeyId !== journey.id) throw notFound('participant')

  const definitions = journey.draft.fields
  const typed = coerceFields(
    given.fields ?? {},
    definitions.map((definition) => ({ ...definition, required: false })),
  )
  const refused = typed.issues.filter(({ severity }) => severity === 'error')
  if (!participant && refused.length > 0) return { values: null, issues: refused }

  const ran = await executeCode(ctx, {
    source,
    input: codeInput({
      fields: participant?.fields ?? typed.values,
      definitions,
      outputs: { ...participant?.outputs, ...given.nodes },
      nodeIds: journey.draft.nodes.map(({ id }) => id),
    }),
    key: participantId ?? 'by hand',
    owner: ownerOf(ctx),
  })
  return ran.ok ? { values: ran.value, issues: [] } : { values: null, issues: [ran.error] }
}
