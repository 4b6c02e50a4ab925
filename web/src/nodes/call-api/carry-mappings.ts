import type { ExternalAction } from '@tabiji/shared/callout/external-action.ts'
import type { DraftConfig } from '../define-node-view.tsx'

/** The config for another external action: values of tokens, and outputs to keep, stay where the names are the same. */
export function configForAction(
  before: DraftConfig<'callApi'>,
  externalActionId: string,
  action: Pick<ExternalAction, 'tokens' | 'extract'>,
): DraftConfig<'callApi'> {
  const tokens = Object.entries(before.tokens ?? {}).filter(([name]) =>
    action.tokens.some((token) => token.name === name),
  )
  const save = (before.save ?? []).filter(({ output }) => action.extract.some((rule) => rule.name === output))
  return { ...before, externalActionId, tokens: Object.fromEntries(tokens), save }
}
