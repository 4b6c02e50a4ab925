import type { ActionDraft } from './action-draft.ts'
import type { Findings } from './draft-findings.ts'

/** What every part of the editor takes. */
export type SectionProps = {
  draft: ActionDraft
  onChange: (draft: ActionDraft) => void
  findings: Findings
  readOnly: boolean
}
