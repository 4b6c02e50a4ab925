import { isNodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import { IconQuestionMark } from '@tabler/icons-react'
import { useLocale } from '../../../i18n/use-locale.ts'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { nodeLabel } from '../../../nodes/node-label.ts'
import { nodeView } from '../../../nodes/node-view.ts'
import classes from './templates.module.css'

type Path = Pick<Outputs['journeyTemplates']['list'][number], 'nodes' | 'edges'>

const margin = 12
const wordy = { width: 232, height: 64 }
const iconic = { width: 92, height: 92 }

/**
 * A journey as a picture: its start, its branches and its ends. With labels it runs downwards as on the canvas. A small
 * one has only icons and runs from left to right.
 */
export function JourneyThumbnail({ nodes, edges, label, words }: Path & { label: string; words: boolean }) {
  const locale = useLocale()
  const drawn = { nodes, edges }
  const card = words ? wordy : iconic
  const places = new Map(
    nodes.map(({ id, position: { x, y } }) => [id, words ? { x, y } : { x: y * 1.15, y: x * 0.33 }] as const),
  )
  const xs = [...places.values()].map(({ x }) => x)
  const ys = [...places.values()].map(({ y }) => y)
  const left = Math.min(...xs) - margin
  const top = Math.min(...ys) - margin
  const width = Math.max(...xs) + card.width + margin - left
  const height = Math.max(...ys) + card.height + margin - top
  return (
    <svg
      className={classes.path}
      viewBox={`${left} ${top} ${width} ${height}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="xMidYMid meet"
    >
      {edges.map(({ source, outlet, target }) => {
        const [from, to] = [places.get(source), places.get(target)]
        if (!from || !to) return null
        return (
          <path
            key={`${source} ${outlet}`}
            className={classes.pathEdge}
            d={words ? downwards(from, to, card) : sidewards(from, to, card)}
          />
        )
      })}
      {nodes.map((node) => {
        const view = isNodeKindName(node.kind) ? nodeView(node.kind) : null
        const Icon = view?.icon ?? IconQuestionMark
        const { x, y } = places.get(node.id) ?? node.position
        const hue = `var(--tj-category-${view?.category ?? 'flow'})`
        return (
          <g key={node.id}>
            <rect className={classes.pathCard} x={x} y={y} width={card.width} height={card.height} rx={12} />
            <rect x={x} y={y + 8} width={5} height={card.height - 16} rx={2} fill={hue} />
            {words ? (
              <>
                <Icon x={x + 18} y={y + 20} width={24} height={24} stroke={1.5} color={hue} />
                <foreignObject x={x + 52} y={y} width={card.width - 60} height={card.height}>
                  <div className={classes.pathName}>
                    <span>{nodeLabel(drawn, node.id, locale)}</span>
                  </div>
                </foreignObject>
              </>
            ) : (
              <Icon x={x + 22} y={y + 20} width={52} height={52} stroke={1.5} color={hue} />
            )}
          </g>
        )
      })}
    </svg>
  )
}

type Place = { x: number; y: number }
type Size = { width: number; height: number }

function downwards(from: Place, to: Place, { width, height }: Size): string {
  const [x1, y1, x2, y2] = [from.x + width / 2, from.y + height, to.x + width / 2, to.y]
  const middle = (y1 + y2) / 2
  return `M ${x1} ${y1} C ${x1} ${middle}, ${x2} ${middle}, ${x2} ${y2}`
}

function sidewards(from: Place, to: Place, { width, height }: Size): string {
  const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2]
  const middle = (x1 + x2) / 2
  return `M ${x1} ${y1} C ${middle} ${y1}, ${middle} ${y2}, ${x2} ${y2}`
}
