import { liquidVariables } from '../../text/liquid.ts'
import { checkOutput } from './check-output.ts'
import type { CheckEnvironment, Finding } from '../define-node-kind.ts'

/**
 * Findings about a Liquid text: it must parse, and may refer only to existing participant fields and to outputs of
 * earlier nodes.
 */
export function checkText(
  source: string,
  env: Pick<CheckEnvironment, 'fields' | 'produced' | 'producesUnknownValues'>,
  path: (string | number)[],
  /** Further names for this text only: `{ survey: ['link'] }` allows `{{ survey.link }}`. */
  own: Readonly<Record<string, readonly string[]>> = {},
): Finding[] {
  const variables = liquidVariables(source)
  if (!variables.ok) return [{ ...variables.error, path }]
  return variables.value.flatMap(({ path: [root, name, output] }): Finding[] => {
    if (root === 'participant' && name !== undefined) {
      return env.fields.some((field) => field.key === name)
        ? []
        : [{ code: 'node.fieldUnknown', path, params: { field: name } }]
    }
    if (root === 'nodes' && name !== undefined && output !== undefined) {
      return checkOutput({ nodeId: name, output }, env, path)
    }
    if (root !== undefined && name !== undefined && Object.hasOwn(own, root) && own[root]!.includes(name)) return []
    const allowed = env.fields.map((field) => `participant.${field.key}`)
    return [
      {
        code: 'liquid.variableUnknown',
        path,
        params: { variable: [root, name, output].filter(Boolean).join('.'), allowed },
      },
    ]
  })
}
