import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { findDeadPaths } from './find-dead-paths.ts'

// `npm run check:docs`: every link and every path of this repository that a page names must exist.

const top = path.resolve(import.meta.dirname, '../..')
const pages = readdirSync(top, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.md') && !/(^|\/)(node_modules|data|dist|\.git)\//.test(file),
)
const dead = pages.flatMap((page) =>
  findDeadPaths(readFileSync(path.join(top, page), 'utf8'), page, (file) => existsSync(path.join(top, file))),
)
for (const { page, line, target } of dead) console.error(`${page}:${line}: ${target} does not exist`)
if (dead.length > 0) process.exitCode = 1
else console.log(`${pages.length} pages name only paths that exist`)
