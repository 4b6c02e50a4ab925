import type { NodeId } from '@tabiji/shared/graph/graph.ts'
import { nodesBefore } from '@tabiji/shared/graph/traverse.ts'
import { parseNode, producesOf } from '@tabiji/shared/nodes/node-kind.ts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../../../i18n/use-language.ts'
import type { NodeFormEnvironment, Variable } from '../../../../nodes/form/node-form-context.tsx'
import { nodeLabel } from '../../../../nodes/node-view.ts'
import { useEditor, useEditorState, useFindings } from '../context/editor-context.tsx'
import { useLabelOf } from '../context/use-label-of.ts'

/** What the form of one node may know of the journey around it. */
export function useNodeFormEnvironment(nodeId: NodeId): NodeFormEnvironment {
  const { t } = useTranslation('editor')
  const { store, journeyId } = useEditor()
  const { externalActions } = useFindings()
  const language = useLanguage()
  const labelOf = useLabelOf()
  const { document, readOnly } = useEditorState((state) => state)
  const { fields, nodes, edges, timeZone } = document
  const participant = t('panel.person')
  const variables = useMemo((): Variable[] => {
    const before = nodesBefore(nodeId, edges)
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
          const produced = parsed.ok ? producesOf(parsed.value, { externalActions }) : []
          const group = nodeLabel(node, language)
          return produced.map(({ name, type }) => ({ name: `nodes.${node.id}.${name}`, label: name, group, type }))
        }),
    ]
  }, [nodeId, fields, nodes, edges, externalActions, language, participant])
  return useMemo(
    () => ({
      journeyId,
      timeZone,
      language,
      fields,
      nodes,
      variables,
      externalActions,
      labelOf,
      readOnly,
      addField: (field) => void store.addField(field),
    }),
    [journeyId, timeZone, language, fields, nodes, variables, externalActions, labelOf, readOnly, store],
  )
}
