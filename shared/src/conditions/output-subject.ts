/** An output as the subject of a test: `nodes.<id>.<key>`. No participant field has such a key. */
export function outputSubject(field: string): { nodeId: string; key: string } | null {
  const match = /^nodes\.(.+)\.([^.]+)$/.exec(field)
  return match ? { nodeId: match[1]!, key: match[2]! } : null
}
