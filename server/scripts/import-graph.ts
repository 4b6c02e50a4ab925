import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type Import = { from: string; to: string; typeOnly: boolean }

const specifierPattern =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?([^'"()]*?)\s*from\s+['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

/** Tests, and files that only tests use, are not part of the structure. */
export const isProduct = (file: string) =>
  /^(server|shared|web)\/src\/.*\.tsx?$/.test(file) &&
  !/\.(test|soak)\.tsx?$|\/fixtures\/|\/product-tests\/|^shared\/src\/testing\//.test(file)

/** The product's source files and every import between them, as paths from `top`. */
export function readImportGraph(top: string): { files: string[]; imports: Import[] } {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'server', 'shared', 'web'], {
    cwd: top,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
    .split('\n')
    .filter((file) => isProduct(file) && existsSync(path.join(top, file)))
  const known = new Set(files)
  const imports: Import[] = []
  for (const from of files) {
    const text = readFileSync(path.join(top, from), 'utf8')
    for (const [, , type, names = '', source, bare, dynamic] of text.matchAll(specifierPattern)) {
      const to = resolveImport(from, source ?? bare ?? dynamic ?? '')
      if (!known.has(to) || to === from) continue
      const listed = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1]
      const everyNameIsType =
        listed !== undefined &&
        listed
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean)
          .every((name) => name.startsWith('type '))
      imports.push({ from, to, typeOnly: type !== undefined || everyNameIsType })
    }
  }
  return { files, imports }
}

function resolveImport(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(from), specifier)
  const [, workspace, rest] = /^@tabiji\/(shared|server)\/(.+)$/.exec(specifier) ?? []
  return workspace ? `${workspace}/src/${rest}` : ''
}

/** `server/src/engine/facts/x.ts` is in the room `server/src/engine/facts`. */
export const roomOf = (file: string) => path.posix.dirname(file)

/** `server/src/engine/facts/x.ts` is in the domain `engine` of `server`. */
export const domainOf = (file: string) => file.split('/')[2] ?? ''

/**
 * Groups of more than one node that reach each other: Tarjan's algorithm. It recurses; the graphs here are small enough for that.
 */
export function findCircles(nodes: Iterable<string>, edges: Iterable<readonly [string, string]>): string[][] {
  const next = new Map<string, Set<string>>()
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to))
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()
  const circles: string[][] = []
  const visit = (node: string) => {
    index.set(node, index.size)
    low.set(node, index.get(node)!)
    stack.push(node)
    onStack.add(node)
    for (const to of next.get(node) ?? []) {
      if (!index.has(to)) {
        visit(to)
        low.set(node, Math.min(low.get(node)!, low.get(to)!))
      } else if (onStack.has(to)) low.set(node, Math.min(low.get(node)!, index.get(to)!))
    }
    if (low.get(node) !== index.get(node)) return
    const circle: string[] = []
    let last: string
    do {
      last = stack.pop()!
      onStack.delete(last)
      circle.push(last)
    } while (last !== node)
    if (circle.length > 1) circles.push(circle.toSorted())
  }
  for (const node of nodes) if (!index.has(node)) visit(node)
  return circles
}
