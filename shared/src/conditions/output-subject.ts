/** What a step gave, as the subject of a test: `nodes.<id>.<key>`. No key of a participant field looks like this. */
export function outputSubject(field: string): { nodeId: string; key: string } | null {
  const match = /^nodes\.(.+)\.([^.]+)$/.exec(field)
  return match ? { nodeId: match[1]!, key: match[2]! } : null
}
