import type { TokenDefinition } from '@tabiji/shared/http-call/action/external-action.ts'
import type { TokenMapping } from '@tabiji/shared/http-call/request/map-tokens.ts'

/** What happens when there is no value. A required one cannot be sent empty: there is no call then either. */
export function fallbackOf(
  { required }: Pick<TokenDefinition, 'required'>,
  { ifMissing }: TokenMapping,
): NonNullable<TokenMapping['ifMissing']> {
  if (typeof ifMissing === 'object') return ifMissing
  return required ? 'fail' : (ifMissing ?? 'empty')
}
