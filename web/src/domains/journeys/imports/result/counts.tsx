import { IconAlertCircle, IconBan, IconCopy, IconDoorEnter, type IconProps } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../lib/format/use-format.ts'
import type { Import } from '../import-types.ts'
import classes from '../imports.module.css'

/** The result of the rows, planned or done: each number with its label. */
export function Counts({ counts, done }: { counts: Import['counts']; done: boolean }) {
  const { t } = useTranslation('imports')
  return (
    <div className={classes.counts}>
      <Count icon={IconDoorEnter} tone="success" value={counts.enrolled} word={t(done ? 'entered' : 'enter')} />
      <Count icon={IconCopy} tone="neutral" value={counts.duplicate} word={t('duplicate')} />
      <Count icon={IconBan} tone="warning" value={counts.excluded} word={t('excluded')} />
      <Count icon={IconAlertCircle} tone="danger" value={counts.invalid} word={t('invalid')} />
    </div>
  )
}

type CountProps = { icon: ComponentType<IconProps>; tone: string; value: number; word: string }

function Count({ icon: Icon, tone, value, word }: CountProps) {
  const format = useFormat()
  return (
    <div className={classes.count} data-tone={tone} data-none={value === 0 || undefined}>
      <span className={classes.countNumber}>{format.number(value)}</span>
      <span className={classes.countWord}>
        <Icon size={16} stroke={1.5} aria-hidden="true" />
        {word}
      </span>
    </div>
  )
}
