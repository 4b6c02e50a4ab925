import classes from './auth-page.module.css'

type Card = { x: number; y: number; hue: string; long: number; short: number }

const cardWidth = 176
const cardHeight = 56

// A small journey: entry, wait, split, and two branches.
const cards: readonly Card[] = [
  { x: 172, y: 16, hue: 'flow', long: 72, short: 44 },
  { x: 172, y: 120, hue: 'time', long: 84, short: 60 },
  { x: 172, y: 224, hue: 'logic', long: 64, short: 88 },
  { x: 48, y: 344, hue: 'api', long: 92, short: 56 },
  { x: 296, y: 344, hue: 'people', long: 76, short: 64 },
  { x: 48, y: 448, hue: 'message', long: 80, short: 40 },
]

/** A decorative picture beside the form. */
export function AuthPicture() {
  return (
    <svg className={classes.drawing} viewBox="0 0 520 520" focusable="false">
      <path className={classes.way} d="M260 72v48M260 176v48" />
      <path className={classes.way} d="M260 280v20c0 12-8 20-20 20H156c-12 0-20 8-20 20v4M136 400v48" />
      <path className={classes.line} d="M260 280v20c0 12 8 20 20 20h84c12 0 20 8 20 20v4" />
      {cards.map(({ x, y, hue, long, short }) => (
        <g key={`${x}-${y}`} transform={`translate(${x} ${y})`}>
          <rect className={classes.card} width={cardWidth} height={cardHeight} rx="8" />
          <rect x="0" y="8" width="3" height={cardHeight - 16} rx="1.5" fill={`var(--tj-category-${hue})`} />
          <circle cx="28" cy="28" r="9" fill="none" stroke={`var(--tj-category-${hue})`} strokeWidth="1.5" />
          <circle cx="28" cy="28" r="2.5" fill={`var(--tj-category-${hue})`} />
          <rect className={classes.word} x="52" y="17" width={long} height="7" rx="3.5" />
          <rect className={classes.word} x="52" y="32" width={short} height="7" rx="3.5" />
        </g>
      ))}
      <circle className={classes.person} cx="260" cy="96" r="5" />
      <circle className={classes.person} cx="260" cy="196" r="5" />
      <circle className={classes.person} cx="196" cy="320" r="5" />
      <circle className={classes.person} cx="136" cy="424" r="5" />
    </svg>
  )
}
