import type { ActionDraft } from './action-draft.ts'
import type { Findings } from './draft-findings.ts'

/** The props of every section of the editor. */
export type SectionProps = {
  draft: ActionDraft
  onChange: (draft: ActionDraft) => void
  findings: Findings
  readOnly: boolean
}
