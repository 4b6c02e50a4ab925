import type { Outputs } from '../../../lib/api/api-types.ts'

export type Cta = Outputs['ctas']['list']['items'][number]
export type CtaPriority = Cta['priority']

export const ctaShows = ['open', 'closed', 'all'] as const
export type CtaShow = (typeof ctaShows)[number]
export const ctaPriorities: readonly CtaPriority[] = ['high', 'medium', 'low']

export type CtaSearch = {
  show?: Exclude<CtaShow, 'open'>
  owner?: string
  priority?: CtaPriority
  overdue?: true
  journeyId?: string
}

/** The filters of the list are in the URL; without any, it shows open CTAs. */
export function readCtaSearch({ show, owner, priority, overdue, journeyId }: Record<string, unknown>): CtaSearch {
  const knownPriority = ctaPriorities.find((each) => each === priority)
  return {
    ...(show === 'closed' || show === 'all' ? { show } : {}),
    ...((typeof owner === 'string' && owner !== '') || typeof owner === 'number' ? { owner: String(owner) } : {}),
    ...(knownPriority ? { priority: knownPriority } : {}),
    ...(overdue === true ? { overdue: true as const } : {}),
    ...(typeof journeyId === 'string' && journeyId !== '' ? { journeyId } : {}),
  }
}
