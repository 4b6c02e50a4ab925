import type { TokenMapping } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { liquidVariables } from '@tabiji/shared/text/liquid.ts'
import type { DraftConfig } from '../definition/define-node-view.tsx'
import { parseChips } from '../form/text/liquid-chips.ts'

/** Keys of the participant fields that the mapping reads, including those in chips. */
export function fieldsReadBy(config: DraftConfig<'callApi'>): string[] {
  return [...new Set(Object.values(config.tokens ?? {}).flatMap(fieldsOf))]
}

/** The fields whose value the mapping needs, without those for which a chip has a fallback. */
export function fieldsNeededBy(mapping: TokenMapping): string[] {
  if (mapping.from !== 'template') return fieldsOf(mapping)
  const chips = parseChips(mapping.value).filter((segment) => typeof segment !== 'string')
  return fieldsOf(mapping).filter((key) => {
    const own = chips.filter(({ variable }) => variable === `participant.${key}`)
    return own.length === 0 || own.some(({ fallback }) => fallback === null)
  })
}

function fieldsOf(mapping: TokenMapping): string[] {
  if (mapping.from === 'field') return mapping.field ? [mapping.field] : []
  if (mapping.from !== 'template') return []
  const variables = liquidVariables(mapping.value)
  if (!variables.ok) return []
  return variables.value.flatMap(({ path: [root, key] }) => (root === 'participant' && key ? [key] : []))
}
