import path from 'node:path'

export type DeadPath = { page: string; line: number; target: string }

const topFolders = /^(shared|server|web|migrations|playwright|docs|\.ci)\//

/** Finds links of a Markdown page to files, and paths in backticks that begin with a top-level folder of this repository. */
export function findDeadPaths(text: string, page: string, exists: (file: string) => boolean): DeadPath[] {
  const dead: DeadPath[] = []
  let isCode = false
  text.split('\n').forEach((content, index) => {
    if (content.trimStart().startsWith('```')) isCode = !isCode
    if (isCode) return
    for (const target of [...linksIn(content, page), ...pathsIn(content)])
      if (!exists(target)) dead.push({ page, line: index + 1, target })
  })
  return dead
}

function linksIn(line: string, page: string): string[] {
  return [...line.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)]
    .map((match) => (match[1] ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^([a-z]+:|\/)/i.test(target))
    .map((target) => path.posix.join(path.posix.dirname(page), decodeURI(target)))
}

// `shared/src/nodes/<kind>.ts` and `server/src/*.ts` are patterns, not paths.
function pathsIn(line: string): string[] {
  return [...line.matchAll(/`([^`\s]+)`/g)]
    .map((match) => (match[1] ?? '').replace(/:\d+$/, ''))
    .filter((target) => topFolders.test(target) && !/[<>*{}…]|\.\.\./.test(target))
}
