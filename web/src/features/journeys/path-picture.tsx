import { isNodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import { IconQuestionMark } from '@tabler/icons-react'
import { useLanguage } from '../../i18n/use-language.ts'
import type { Outputs } from '../../lib/api-types.ts'
import { nodeLabel, nodeView } from '../../nodes/node-view.ts'
import classes from './journeys.module.css'

type Path = Pick<Outputs['journeyTemplates']['list'][number], 'nodes' | 'edges'>

const card = { width: 232, height: 64 }
const margin = 12

/** A journey as a picture: where it begins, where it parts and where it ends. Small ones show no words. */
export function PathPicture({ nodes, edges, label, words }: Path & { label: string; words: boolean }) {
  const language = useLanguage()
  const xs = nodes.map(({ position }) => position.x)
  const ys = nodes.map(({ position }) => position.y)
  const left = Math.min(...xs) - margin
  const top = Math.min(...ys) - margin
  const width = Math.max(...xs) + card.width + margin - left
  const height = Math.max(...ys) + card.height + margin - top
  const places = new Map(nodes.map(({ id, position }) => [id, position]))
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
        const [x1, y1] = [from.x + card.width / 2, from.y + card.height]
        const [x2, y2] = [to.x + card.width / 2, to.y]
        const middle = (y1 + y2) / 2
        return (
          <path
            key={`${source} ${outlet}`}
            className={classes.pathEdge}
            d={`M ${x1} ${y1} C ${x1} ${middle}, ${x2} ${middle}, ${x2} ${y2}`}
          />
        )
      })}
      {nodes.map((node) => {
        const view = isNodeKindName(node.kind) ? nodeView(node.kind) : null
        const Icon = view?.icon ?? IconQuestionMark
        const { x, y } = node.position
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
                    <span>{nodeLabel(node, language)}</span>
                  </div>
                </foreignObject>
              </>
            ) : (
              <>
                <Icon x={x + 20} y={y + 12} width={40} height={40} stroke={1.5} color={hue} />
                <rect className={classes.pathWords} x={x + 76} y={y + 25} width={card.width - 104} height={14} rx={7} />
              </>
            )}
          </g>
        )
      })}
    </svg>
  )
}
