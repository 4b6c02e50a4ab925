/** The name of a value in code: `nodes.post.ts`, and `nodes["3-a"].ts` where the node id is not an identifier. */
export function codeNameOf(variable: string): string {
  const [root = '', ...rest] = variable.split('.')
  if (root !== 'nodes') return variable
  const key = rest.pop() ?? ''
  const id = rest.join('.')
  return /^[A-Za-z_$][\w$]*$/.test(id) ? `nodes.${id}.${key}` : `nodes[${JSON.stringify(id)}].${key}`
}
