import type { JSONContent } from '@tiptap/core'
import { type Chip, parseChips, printChips, type Segment } from './liquid-chips.ts'

/** A Liquid text as a TipTap document: a paragraph for each line, a chip for each plain output. */
export function documentOfText(source: string): JSONContent {
  return {
    type: 'doc',
    content: source.split('\n').map((line) => {
      const content = parseChips(line).map((segment) =>
        typeof segment === 'string' ? { type: 'text', text: segment } : { type: 'chip', attrs: { ...segment } },
      )
      return content.length > 0 ? { type: 'paragraph', content } : { type: 'paragraph' }
    }),
  }
}

export function textOfDocument(document: JSONContent): string {
  return (document.content ?? []).map((paragraph) => printChips((paragraph.content ?? []).map(segmentOf))).join('\n')
}

function segmentOf(node: JSONContent): Segment {
  if (node.type === 'chip') {
    return {
      variable: String(node.attrs?.variable ?? ''),
      fallback: (node.attrs?.fallback as Chip['fallback'] | undefined) ?? null,
    }
  }
  return node.type === 'hardBreak' ? '\n' : (node.text ?? '')
}
