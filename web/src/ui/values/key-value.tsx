import type { ReactNode } from 'react'
import classes from './key-value.module.css'

export type KeyValueProps = { items: readonly { label: string; value: ReactNode }[] }

export function KeyValue({ items }: KeyValueProps) {
  return (
    <dl className={classes.list}>
      {items.map(({ label, value }) => (
        <div key={label} className={classes.item}>
          <dt className={classes.label}>{label}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
