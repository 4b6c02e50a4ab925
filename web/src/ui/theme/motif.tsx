import type { ReactNode } from 'react'
import classes from './motif.module.css'

export type MotifName = 'road' | 'people' | 'plug' | 'flag' | 'pulse' | 'mail' | 'key' | 'sheet' | 'lost' | 'broken'

/** Line drawings in one style: thin neutral lines, and one brand-coloured line for the path. */
const drawings: Record<MotifName, ReactNode> = {
  road: (
    <>
      <rect x="14" y="14" width="52" height="22" rx="6" />
      <path d="M24 25h20" />
      <rect x="94" y="44" width="52" height="22" rx="6" />
      <path d="M104 55h24" />
      <rect x="34" y="84" width="52" height="22" rx="6" />
      <path d="M44 95h16" />
      <path className={classes.accent} d="M66 25h34c12 0 20 6 20 19" />
      <path className={classes.accent} d="M120 66c0 14-6 29-34 29" />
      <circle className={classes.dot} cx="66" cy="25" r="3.5" />
      <circle className={classes.dot} cx="86" cy="95" r="3.5" />
    </>
  ),
  people: (
    <>
      <circle cx="80" cy="44" r="15" />
      <path d="M50 100c0-18 12-30 30-30s30 12 30 30" />
      <circle cx="34" cy="56" r="10" />
      <path d="M14 98c0-13 8-22 20-22 5 0 9 1 12 4" />
      <circle cx="126" cy="56" r="10" />
      <path d="M146 98c0-13-8-22-20-22-5 0-9 1-12 4" />
      <path className={classes.accent} d="M20 110h120" />
      <circle className={classes.dot} cx="80" cy="110" r="3.5" />
    </>
  ),
  plug: (
    <>
      <rect x="14" y="36" width="46" height="48" rx="8" />
      <path d="M26 50h22M26 60h16" />
      <rect x="100" y="36" width="46" height="48" rx="8" />
      <path d="M112 50h22M112 60h14" />
      <path className={classes.accent} d="M60 66h12M88 66h12" />
      <path className={classes.accent} d="M72 58v16M88 58v16" />
      <circle className={classes.dot} cx="80" cy="66" r="3.5" />
    </>
  ),
  flag: (
    <>
      <path d="M52 106V18" />
      <path d="M52 24c18-10 34 10 56 0v34c-22 10-38-10-56 0" />
      <path className={classes.accent} d="M30 106h100" />
      <circle className={classes.dot} cx="52" cy="106" r="3.5" />
    </>
  ),
  pulse: (
    <>
      <rect x="18" y="20" width="124" height="80" rx="8" />
      <path d="M18 38h124" />
      <circle cx="30" cy="29" r="1.5" />
      <circle cx="38" cy="29" r="1.5" />
      <path className={classes.accent} d="M32 74h22l8-18 14 30 12-22 6 10h34" />
      <circle className={classes.dot} cx="128" cy="74" r="3.5" />
    </>
  ),
  mail: (
    <>
      <rect x="30" y="32" width="100" height="64" rx="8" />
      <path d="M32 38l48 34 48-34" />
      <path className={classes.accent} d="M8 52h14M4 64h18M12 76h10" />
      <circle className={classes.dot} cx="80" cy="72" r="3.5" />
    </>
  ),
  key: (
    <>
      <circle cx="52" cy="60" r="22" />
      <circle cx="52" cy="60" r="8" />
      <path className={classes.accent} d="M74 60h62" />
      <path d="M112 60v14M126 60v10" />
      <circle className={classes.dot} cx="136" cy="60" r="3.5" />
    </>
  ),
  sheet: (
    <>
      <rect x="22" y="18" width="76" height="88" rx="8" />
      <path d="M22 40h76M22 62h76M22 84h76M48 18v88" />
      <path className={classes.accent} d="M98 62h36" />
      <path className={classes.accent} d="M124 52l10 10-10 10" />
      <circle className={classes.dot} cx="98" cy="62" r="3.5" />
    </>
  ),
  lost: (
    <>
      <path d="M80 106V76M80 56V48" />
      <path d="M80 26h44l10 11-10 11H80z" />
      <path d="M80 56H40L30 66l10 10h40z" />
      <path className={classes.accent} d="M28 106c18 0 24-8 38-8s22 8 66 8" />
      <circle className={classes.dot} cx="132" cy="106" r="3.5" />
    </>
  ),
  broken: (
    <>
      <rect x="14" y="42" width="50" height="36" rx="8" />
      <rect x="96" y="42" width="50" height="36" rx="8" />
      <path className={classes.accent} d="M64 60h9M96 60h-9" />
      <path d="M76 50l8 20M80 28v8M62 34l5 6M98 34l-5 6" />
      <circle className={classes.dot} cx="73" cy="60" r="3" />
    </>
  ),
}

export function Motif({ name }: { name: MotifName }) {
  return (
    <svg className={classes.motif} viewBox="0 0 160 120" width="160" height="120" aria-hidden="true" focusable="false">
      {drawings[name]}
    </svg>
  )
}
