import type { TokenDefinition } from '@tabiji/shared/http-call/action/external-action.ts'
import type { TokenMapping } from '@tabiji/shared/http-call/request/map-tokens.ts'

/** What happens without a value. A required token cannot be sent empty: then the call also fails. */
export function fallbackOf(
  { required }: Pick<TokenDefinition, 'required'>,
  { ifMissing }: TokenMapping,
): NonNullable<TokenMapping['ifMissing']> {
  if (typeof ifMissing === 'object') return ifMissing
  return required ? 'fail' : (ifMissing ?? 'empty')
}
