import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import classes from './path.module.css'

export type DisclosureProps = { label: ReactNode; opened: boolean; onToggle: () => void; children: ReactNode }

/** A line that expands. Its content is rendered only when opened. */
export function Disclosure({ label, opened, onToggle, children }: DisclosureProps) {
  const id = useId()
  return (
    <div className={classes.disclosure}>
      <button
        type="button"
        className={classes.disclosureButton}
        aria-expanded={opened}
        aria-controls={opened ? id : undefined}
        onClick={onToggle}
      >
        <IconChevronRight size={14} stroke={1.75} aria-hidden="true" className={classes.chevron} />
        {label}
      </button>
      {opened ? (
        <div id={id} className={classes.disclosureContent}>
          {children}
        </div>
      ) : null}
    </div>
  )
}
