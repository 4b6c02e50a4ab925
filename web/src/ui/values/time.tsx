import { Tooltip } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../lib/format/use-format.ts'
import { useNow } from '../../lib/use-now.ts'

export type TimeProps = {
  at: string | number | Date
  /** `relative` for "how long ago", `dateTime` for records, `date` where the hour does not matter. */
  as?: 'relative' | 'dateTime' | 'date'
}

/** A time in the viewer's zone, with the exact time and the zone name on hover. Every time on a page uses this. */
export function Time({ at, as = 'dateTime' }: TimeProps) {
  const format = useFormat()
  const { t } = useTranslation()
  const now = useNow(as === 'relative', new Date(at).getTime())
  const ref = useRef<HTMLTimeElement>(null)
  const [pointedAt, setPointedAt] = useState(false)
  const text =
    as === 'relative'
      ? (format.relative(at, now) ?? t('time.justNow'))
      : as === 'date'
        ? format.date(at)
        : format.dateTime(at)
  return (
    <>
      <time
        ref={ref}
        dateTime={new Date(at).toISOString()}
        onPointerEnter={() => setPointedAt(true)}
        onPointerLeave={() => setPointedAt(false)}
      >
        {text}
      </time>
      {/* Rendered only on hover: a list of a hundred times would otherwise create a hundred tooltips. */}
      {pointedAt ? <Tooltip opened target={ref} label={format.dateTimeWithZone(at)} /> : null}
    </>
  )
}
