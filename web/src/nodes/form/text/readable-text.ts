import type { SummaryContext } from '../../definition/define-node-view.tsx'
import { parseChips } from './liquid-chips.ts'

/** A Liquid text as one line for people: each chip becomes the name of its value. */
export function readableText(source: string, { fields, labelOf }: Pick<SummaryContext, 'fields' | 'labelOf'>): string {
  return parseChips(source)
    .map((segment) => {
      if (typeof segment === 'string') return segment
      const [root, id = '', output] = segment.variable.split('.')
      if (root === 'participant') return `[${fields.find(({ key }) => key === id)?.label || id}]`
      return `[${labelOf(id)}: ${output ?? ''}]`
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}
