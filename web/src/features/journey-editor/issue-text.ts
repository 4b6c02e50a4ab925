import type { JourneyDocument } from '@tabiji/shared/graph/graph.ts'
import { formatIssue, type Issue } from '@tabiji/shared/issue.ts'
import type { Language } from '../../i18n/languages.ts'
import { nodeLabel, outletLabel } from '../../nodes/node-view.ts'

/** The text of an issue with names in place of ids. */
export function issueText(issue: Issue, document: JourneyDocument, language: Language): string {
  const node = document.nodes.find(({ id }) => id === issue.nodeId)
  const named = (id: string | number) => {
    const found = document.nodes.find((candidate) => candidate.id === id)
    return found ? nodeLabel(found, language) : id
  }
  const params = { ...issue.params }
  if (issue.nodeId !== undefined) params.node = named(issue.nodeId)
  if (params.target !== undefined) params.target = named(params.target)
  if (node && typeof params.outlet === 'string') params.outlet = outletLabel(node, params.outlet, language)
  if (typeof params.field === 'string') {
    params.field = document.fields.find(({ key }) => key === params.field)?.label || params.field
  }
  return formatIssue({ ...issue, params }, language)
}
