/** A short, readable id such as `waitTimer2`, unused in this journey. */
export function freeNodeId(kind: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const id = number === 1 ? kind : `${kind}${number}`
    if (!taken.has(id)) return id
  }
}
