import { formatPublishChange } from '@tabiji/shared/drafts/format-publish-change.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { formatNodeName } from '@tabiji/shared/nodes/node-name.ts'
import type { PublishPreviewRow } from './publish-preview.ts'

/** A row as the REST API returns it: a sentence and names instead of the data from which they are made. */
export function presentPublishPreview({ node, target, targets, ...row }: PublishPreviewRow, locale: Locale) {
  return {
    ...row,
    text: formatPublishChange({ change: row.change, node, target }, locale),
    targets: targets.map(({ nodeId, node }) => ({ nodeId, name: formatNodeName(node, locale) })),
  }
}

export type PresentedPreviewRow = ReturnType<typeof presentPublishPreview>
