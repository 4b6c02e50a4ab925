import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'
import { Motif, type MotifName } from '../theme/motif.tsx'

/**
 * Explains an empty page: one picture, one sentence, one button. A second, less prominent link may be beside the
 * button.
 */
export function EmptyState({ motif, text, children }: { motif: MotifName; text: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <Motif name={motif} />
      <Text className={classes.text}>{text}</Text>
      {children ? <div className={classes.actions}>{children}</div> : null}
    </div>
  )
}
