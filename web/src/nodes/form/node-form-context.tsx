import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { FieldDefinition, FieldType } from '@tabiji/shared/values/field-type.ts'
import type { DraftNode } from '@tabiji/shared/graph/journey-document.ts'
import { createContext, useContext } from 'react'
import type { SummaryContext } from '../definition/define-node-view.tsx'

/** A value that a text can hold a chip of. */
export type Variable = {
  /** `participant.email`, `nodes.post.ts` */
  name: string
  label: string
  /** What the list groups it under: the participant, or the step that gives it. */
  group: string
  type: FieldType
}

/** What a form of a node may know of the journey around it. */
export type NodeFormEnvironment = SummaryContext & {
  journeyId: string
  timeZone: string
  nodes: readonly DraftNode[]
  /** Participant fields, then outputs of the steps before this one. */
  variables: readonly Variable[]
  externalActions: ReadonlyMap<string, ExternalAction> | null
  /** Adds a field to the journey; the form goes on with its key. */
  addField: (field: FieldDefinition) => void
  readOnly: boolean
}

const NodeFormContext = createContext<NodeFormEnvironment | null>(null)

export const NodeFormProvider = NodeFormContext.Provider

export function useNodeForm(): NodeFormEnvironment {
  const environment = useContext(NodeFormContext)
  if (!environment) throw new Error('A node form needs a NodeFormProvider around it')
  return environment
}
