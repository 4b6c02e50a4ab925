import type { ExternalAction, TokenDefinition } from '@tabiji/shared/http-call/action/external-action.ts'
import type { TokenMapping } from '@tabiji/shared/http-call/request/map-tokens.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { DraftConfig } from '../../definition/define-node-view.tsx'

/**
 * The config for another external action. Token values and saved outputs with the same names are kept. A token without
 * a value gets the field of the same name.
 */
export function configForAction(
  before: DraftConfig<'callApi'>,
  externalActionId: string,
  action: Pick<ExternalAction, 'tokens' | 'extract'>,
  fields: readonly FieldDefinition[],
): DraftConfig<'callApi'> {
  const tokens: Record<string, TokenMapping> = {}
  for (const token of action.tokens) {
    if (token.generated !== undefined) continue
    const known = before.tokens?.[token.name]
    const field = known ? null : likeNamed(token, fields)
    if (known) tokens[token.name] = known
    else if (field) tokens[token.name] = { from: 'field', field: field.key }
  }
  const outputs = [...action.extract, ...(before.callback?.values ?? [])]
  const save = (before.save ?? []).filter(({ output }) => outputs.some(({ name }) => name === output))
  return { ...before, externalActionId, tokens, save }
}

/**
 * The field whose key or label equals the token name, without regard to spelling style; null when none or several
 * match.
 */
function likeNamed(token: TokenDefinition, fields: readonly FieldDefinition[]): FieldDefinition | null {
  const name = plain(token.name)
  const fitting = fields.filter(({ type }) => token.type === 'text' || type === token.type)
  const byKey = fitting.filter(({ key }) => plain(key) === name)
  const found = byKey.length > 0 ? byKey : fitting.filter(({ label = '' }) => plain(label) === name)
  return found.length === 1 ? found[0]! : null
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
