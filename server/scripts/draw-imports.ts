import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { roomOrders } from '../../.oxlint/import-rules.js'
import { findCircles, type Import, readImportGraph } from './import-graph.ts'

// `npm run -s draw`: draws the domains of the server and the rooms of shared as boxes and their imports as arrows, and prints the
// numbers of the structure as a table. The picture is written to docs/images/imports.svg.

const top = path.resolve(import.meta.dirname, '../..')
const graph = readImportGraph(top)

/** Rooms whose order lint enforces, from the lowest to the highest. */
const workspaces = [
  { name: 'server/src', order: namesIn('server/src') },
  { name: 'shared/src', order: namesIn('shared/src').filter((room) => room !== 'testing') },
]

function namesIn(folder: string): string[] {
  return roomOrders[folder]!.split(' < ')
}

const roomIn = (folder: string, file: string) => file.slice(folder.length + 1).split('/')[0]!

function arrowsIn(folder: string, imports: readonly Import[]): Map<string, number> {
  const arrows = new Map<string, number>()
  for (const { from, to } of imports) {
    if (!from.startsWith(`${folder}/`) || !to.startsWith(`${folder}/`)) continue
    const [a, b] = [roomIn(folder, from), roomIn(folder, to)]
    if (a !== b) arrows.set(`${a} ${b}`, (arrows.get(`${a} ${b}`) ?? 0) + 1)
  }
  return arrows
}

const width = 1180
const rowHeight = 58
const boxWidth = 200
const left = 40

/**
 * One column per workspace: boxes from the highest room down to the lowest. Arrows are curves beside them; upward ones are red.
 */
function column(folder: string, order: readonly string[], x: number): string {
  const y = (room: string) => 70 + (order.length - 1 - order.indexOf(room)) * rowHeight
  const files = (room: string) => graph.files.filter((file) => file.startsWith(`${folder}/${room}/`)).length
  const curves = [...arrowsIn(folder, graph.imports)].flatMap(([key, count]) => {
    const [from, to] = key.split(' ') as [string, string]
    if (!order.includes(from) || !order.includes(to)) return []
    const isUpward = order.indexOf(to) > order.indexOf(from)
    const [y1, y2] = [y(from) + 20, y(to) + 20]
    const side = isUpward ? x : x + boxWidth
    const bend = (isUpward ? -1 : 1) * (18 + Math.abs(y2 - y1) * 0.32)
    const weight = Math.min(6, 0.6 + Math.log2(count + 1) * 0.6).toFixed(1)
    return `<path d="M ${side} ${y1} C ${side + bend} ${y1}, ${side + bend} ${y2}, ${side} ${y2}" fill="none" stroke="${isUpward ? '#c81e1e' : '#0f766e'}" stroke-opacity="0.45" stroke-width="${weight}"><title>${from} imports ${to}: ${count}</title></path>`
  })
  const boxes = order.map(
    (room) => `<rect x="${x}" y="${y(room)}" width="${boxWidth}" height="40" rx="8" fill="#e6f2f0" stroke="#0f766e"/>
<text x="${x + 14}" y="${y(room) + 25}" font-size="16" font-weight="600">${room}</text>
<text x="${x + boxWidth - 14}" y="${y(room) + 25}" font-size="12" text-anchor="end" fill="#56646a">${files(room) || 'to come'}</text>`,
  )
  return `<text x="${x}" y="46" font-size="18" font-weight="700">${folder}</text>${curves.join('\n')}${boxes.join('\n')}`
}

const height = 100 + Math.max(...workspaces.map(({ order }) => order.length)) * rowHeight
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" fill="#1f2628">
<title>Which room imports which: a room imports those below it</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${workspaces.map(({ name, order }, index) => column(name, order, left + index * 580)).join('\n')}
</svg>
`
mkdirSync(path.join(top, 'docs/images'), { recursive: true })
writeFileSync(path.join(top, 'docs/images/imports.svg'), svg)

const roomOf = (file: string) => path.posix.dirname(file)
const server = graph.imports.filter(({ from, to }) => from.startsWith('server/') && to.startsWith('server/'))
const domainOf = (file: string) => roomIn('server/src', file)
const upward = workspaces.reduce((sum, { name, order }) => {
  const pairs = [...arrowsIn(name, graph.imports).keys()].map((key) => key.split(' ') as [string, string])
  return sum + pairs.filter(([from, to]) => order.indexOf(to) > order.indexOf(from)).length
}, 0)
const foreign = server.filter(
  ({ from, to }) => domainOf(from) !== domainOf(to) && /\.(repository|table)\.ts$/.test(to) && domainOf(from) !== 'app',
)
const filesByRoom = Map.groupBy(graph.files, roomOf)
const [largest, inLargest] = [...filesByRoom].toSorted((a, b) => b[1].length - a[1].length)[0]!
const circles = findCircles(
  graph.files,
  graph.imports.map(({ from, to }) => [from, to] as const),
)
const rows: [string, number | string][] = [
  ['source files', graph.files.length],
  ['rooms (folders with source files)', filesByRoom.size],
  ['largest room', `${largest}: ${inLargest.length} files`],
  ['arrows between domains of the server', arrowsIn('server/src', graph.imports).size],
  ['arrows that point upward', upward],
  ['imports of a repository or table of another domain', foreign.length],
  ['circles of files, types included', circles.length],
]
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(56)}${value}\n`)
for (const circle of circles) process.stdout.write(`  circle: ${circle.join(' ')}\n`)
