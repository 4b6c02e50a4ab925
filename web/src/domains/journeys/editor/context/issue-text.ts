import type { JourneyDocument } from '@tabiji/shared/graph/graph.ts'
import { operatorNamed, operatorNames } from '@tabiji/shared/conditions/operators.ts'
import { type FieldType, fieldTypes } from '@tabiji/shared/values/field-type.ts'
import { formatIssue, type Issue } from '@tabiji/shared/messages/issue.ts'
import type { Language } from '../../../../i18n/languages.ts'
import i18next from 'i18next'
import { nodeLabel, outletLabel, partLabel } from '../../../../nodes/node-view.ts'

function operatorTitle(name: string, language: Language): string {
  const known = operatorNames.find((each) => each === name)
  return known ? operatorNamed(known).title[language] : name
}

function isFieldType(type: string): type is FieldType {
  return (fieldTypes as readonly string[]).includes(type)
}

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
  const part = issue.path?.[0] === 'config' ? issue.path[1] : undefined
  if (issue.code === 'node.incomplete' && node && typeof part === 'string')
    params.what = partLabel(node, part, language)
  if (typeof params.operator === 'string') params.operator = operatorTitle(params.operator, language)
  if (issue.code === 'condition.operatorNotForType' && typeof params.allowed === 'string') {
    params.allowed = params.allowed
      .split(', ')
      .map((name) => operatorTitle(name, language))
      .join(language === 'ja' ? '、' : ', ')
  }
  if (typeof params.type === 'string' && isFieldType(params.type))
    params.type = i18next.t(`nodes:fieldType.${params.type}`)
  return formatIssue({ ...issue, params }, language)
}
