import { z } from 'zod'
import { draftNodeSchema, journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import { nodeKind, nodeKindNames, type NodeKindName } from '@tabiji/shared/nodes/node-kind.ts'

/**
 * The JSON Schema of a journey document that can be published, generated from the schemas that validate it. A draft may
 * omit parts: each missing part is an issue, not a refusal.
 */
export function journeyJsonSchema(): object {
  const nodes = nodeKindNames.map((kind) => draftNodeSchema.extend({ kind: z.literal(kind), config: configOf(kind) }))
  const schema = journeyDocumentSchema.extend({ nodes: z.array(z.union(nodes)) })
  return {
    $id: '/api/v1/schemas/journey.json',
    title: 'Tabiji journey document',
    ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  }
}

function configOf(kind: NodeKindName): z.ZodType {
  return nodeKind(kind).config
}
