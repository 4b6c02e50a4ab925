import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { operatorNamed, operatorNames } from '@tabiji/shared/conditions/operators.ts'
import { type FieldType, fieldTypes } from '@tabiji/shared/values/field-type.ts'
import { formatIssue, type Issue } from '@tabiji/shared/messages/issue.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import i18next from 'i18next'
import { nodeLabel } from '../../../../nodes/node-label.ts'
import { outletLabel, partLabel } from '../../../../nodes/node-view.ts'

function operatorTitle(name: string, locale: Locale): string {
  const known = operatorNames.find((each) => each === name)
  return known ? operatorNamed(known).title[locale] : name
}

function isFieldType(type: string): type is FieldType {
  return (fieldTypes as readonly string[]).includes(type)
}

/** The text of an issue with names in place of ids. */
export function issueText(issue: Issue, document: JourneyDocument, locale: Locale): string {
  const node = document.nodes.find(({ id }) => id === issue.nodeId)
  const named = (id: string) => {
    const isThere = document.nodes.some((candidate) => candidate.id === id)
    return isThere ? nodeLabel(document, id, locale) : id
  }
  const params = { ...issue.params }
  if (issue.nodeId !== undefined) params.node = named(issue.nodeId)
  if (typeof params.target === 'string') params.target = named(params.target)
  if (node && typeof params.outlet === 'string') params.outlet = outletLabel(node, params.outlet, locale)
  if (typeof params.field === 'string') {
    params.field = document.fields.find(({ key }) => key === params.field)?.label || params.field
  }
  const part = issue.path?.[0] === 'config' ? issue.path[1] : undefined
  if (issue.code === 'node.incomplete' && node && typeof part === 'string') params.what = partLabel(node, part, locale)
  if (typeof params.operator === 'string') params.operator = operatorTitle(params.operator, locale)
  if (issue.code === 'condition.operatorNotForType' && Array.isArray(params.allowed)) {
    params.allowed = params.allowed.map((name) => operatorTitle(name, locale))
  }
  if (issue.code === 'graph.unknownOutlet' && node && Array.isArray(params.allowed)) {
    params.allowed = params.allowed.map((outlet) => outletLabel(node, outlet, locale))
  }
  if (typeof params.type === 'string' && isFieldType(params.type))
    params.type = i18next.t(`nodes:fieldType.${params.type}`)
  return formatIssue({ ...issue, params }, locale)
}
