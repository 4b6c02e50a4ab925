import type { NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { nodesBefore } from '@tabiji/shared/graph/traverse.ts'
import { parseNode, producedValuesOf } from '@tabiji/shared/nodes/node-kind.ts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import type { NodeFormEnvironment, Variable } from '../../../../nodes/form/node-form-context.tsx'
import { nodeLabel } from '../../../../nodes/node-label.ts'
import { useEditor, useEditorState, useFindings } from '../context/editor-context.tsx'
import { useNodeLabel } from '../context/use-node-label.ts'

/** What the form of one node can read of its journey. */
export function useNodeFormEnvironment(nodeId: NodeId): NodeFormEnvironment {
  const { t } = useTranslation('editor')
  const { store, journeyId } = useEditor()
  const { externalActions } = useFindings()
  const locale = useLocale()
  const labelOf = useNodeLabel()
  const { document, readOnly } = useEditorState((state) => state)
  const { fields, nodes, edges, timeZone } = document
  const participant = t('panel.person')
  const variables = useMemo((): Variable[] => {
    const before = nodesBefore(nodeId, edges)
    const drawn = { nodes, edges }
    return [
      ...fields.map((field) => ({
        name: `participant.${field.key}`,
        label: field.label || field.key,
        group: participant,
        type: field.type,
      })),
      ...nodes
        .filter(({ id }) => before.has(id) && id !== nodeId)
        .flatMap((node) => {
          const parsed = parseNode(node)
          const produced = parsed.ok ? producedValuesOf(parsed.value, { externalActions }) : []
          const group = nodeLabel(drawn, node.id, locale)
          return produced.map(({ name, type }) => ({ name: `nodes.${node.id}.${name}`, label: name, group, type }))
        }),
    ]
  }, [nodeId, fields, nodes, edges, externalActions, locale, participant])
  return useMemo(
    () => ({
      journeyId,
      timeZone,
      locale,
      fields,
      nodes,
      variables,
      externalActions,
      labelOf,
      readOnly,
      addField: (field) => void store.addField(field),
    }),
    [journeyId, timeZone, locale, fields, nodes, variables, externalActions, labelOf, readOnly, store],
  )
}
