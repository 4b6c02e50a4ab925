import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { FieldDefinition, FieldType } from '@tabiji/shared/values/field-type.ts'
import type { DraftNode } from '@tabiji/shared/graph/journey-document.ts'
import { createContext, useContext } from 'react'
import type { SummaryContext } from '../definition/define-node-view.tsx'

/** A value that can be a chip in a text. */
export type Variable = {
  /** `participant.email`, `nodes.post.ts` */
  name: string
  label: string
  /** Its group in the list: the participant, or the node that outputs it. */
  group: string
  type: FieldType
}

/** What the form of a node can read of its journey. */
export type NodeFormEnvironment = SummaryContext & {
  journeyId: string
  timeZone: string
  nodes: readonly DraftNode[]
  /** Participant fields, then outputs of earlier nodes. */
  variables: readonly Variable[]
  externalActions: ReadonlyMap<string, ExternalAction> | null
  /** Adds a field to the journey; the form continues with its key. */
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
