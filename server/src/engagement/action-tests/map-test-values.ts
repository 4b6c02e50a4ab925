import type { TokenDefinition } from '@tabiji/shared/http-call/action/external-action.ts'
import { type MappedTokens, mapTokens, type TokenMappings } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { coerceFields } from '@tabiji/shared/values/coerce-field.ts'
import { type FieldDefinition, type FieldValues, fieldValueSchema } from '@tabiji/shared/values/field-type.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { testCallbackAddress } from '../../integrations/calls/callback-address.ts'
import { addSampleOutputs } from './add-sample-outputs.ts'
import { type SampledValue } from '../../integrations/actions/samples/sampled-value.ts'
import type { TestValues } from '../../integrations/actions/external-action.schemas.ts'
import { findMappedParticipant } from './test-scope.repository.ts'

export type MappedTestValues = MappedTokens & { sampled: SampledValue[] }

/** The token values of an action for a test or a preview, with the same mapping as in the engine. */
export async function mapTestValues(
  ctx: Ctx,
  tokens: readonly TokenDefinition[],
  given: TestValues,
): Promise<MappedTestValues> {
  if (given.mapping) return mapForPerson(ctx, tokens, given.mapping, given)
  const values = given.tokens ?? Object.fromEntries(tokens.map(({ name, sample }) => [name, sample ?? null]))
  const mappings: TokenMappings = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { from: 'custom', value }]),
  )
  return { ...mapTokens(tokens, mappings, { participant: {}, nodes: {} }, []), sampled: [] }
}

async function mapForPerson(
  ctx: Ctx,
  tokens: readonly TokenDefinition[],
  mapping: TokenMappings,
  given: TestValues,
): Promise<MappedTestValues> {
  const participant =
    given.participantId === undefined
      ? undefined
      : await findMappedParticipant(ctx.db, ctx.workspaceId, given.participantId)
  if (given.participantId !== undefined && !participant) throw notFound('participant')
  const journeyId = participant?.journeyId ?? given.journeyId
  const journey = journeyId === undefined ? undefined : await requireJourney(ctx, journeyId)

  const definitions = journey?.draft.fields ?? definitionsFrom(mapping, given.fields ?? {})
  const typed = participant
    ? { values: participant.fields, issues: [] }
    : journey
      ? coerceFields(
          given.fields ?? {},
          definitions.map((definition) => ({ ...definition, required: false })),
        )
      : { values: asTyped(given.fields ?? {}), issues: [] }
  const known = given.nodes ?? participant?.outputs ?? {}
  const texts = Object.values(mapping).flatMap((source) => (source.from === 'template' ? [source.value] : []))
  const { outputs, sampled } = journey
    ? await addSampleOutputs(ctx, journey.draft, known, texts)
    : { outputs: known, sampled: [] }
  const mapped = mapTokens(tokens, mapping, { participant: typed.values, nodes: outputs }, definitions, {
    ...(journey && { timeZone: journey.draft.timeZone }),
    callbackUrl: testCallbackAddress(ctx),
  })
  const refused = typed.issues.filter(({ severity }) => severity === 'error')
  return { ...mapped, issues: [...refused, ...mapped.issues], sampled }
}

/** Without a journey, every typed or mapped key counts as a text field. */
function definitionsFrom(mapping: TokenMappings, fields: Record<string, unknown>): FieldDefinition[] {
  const mapped = Object.values(mapping).flatMap((source) => (source.from === 'field' ? [source.field] : []))
  return [...new Set([...Object.keys(fields), ...mapped])].map((key) => ({ key, type: 'text' }))
}

function asTyped(fields: Record<string, unknown>): FieldValues {
  const values: FieldValues = {}
  for (const [key, value] of Object.entries(fields)) {
    const parsed = fieldValueSchema.safeParse(value)
    if (parsed.success) values[key] = parsed.data
  }
  return values
}
