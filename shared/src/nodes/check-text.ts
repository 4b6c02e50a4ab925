import { liquidVariables } from '../token/liquid.ts'
import type { CheckEnvironment, Finding } from './define-node-kind.ts'

/**
 * Findings about a Liquid text: it must parse, and name only participant fields that exist and outputs that some node
 * before this one produces.
 */
export function checkText(
  source: string,
  env: Pick<CheckEnvironment, 'fields' | 'produced'>,
  path: (string | number)[],
  /** What this text alone may name: `{ survey: ['link'] }` allows `{{ survey.link }}`. */
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
      return env.produced.get(name)?.some((produced) => produced.name === output)
        ? []
        : [{ code: 'node.outputUnknown', path, params: { output: `nodes.${name}.${output}` } }]
    }
    if (root !== undefined && name !== undefined && Object.hasOwn(own, root) && own[root]!.includes(name)) return []
    const allowed = env.fields.map((field) => `participant.${field.key}`).join(', ')
    return [
      {
        code: 'liquid.variableUnknown',
        path,
        params: { variable: [root, name, output].filter(Boolean).join('.'), allowed },
      },
    ]
  })
}
