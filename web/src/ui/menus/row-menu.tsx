import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import classes from './row-menu.module.css'

/**
 * The "…" menu of a row. `label` names it for screen readers: "Actions for NPS answer to Slack". The menu is rendered
 * only when opened, so that a list does not create one for each row.
 */
export function RowMenu({ label, children }: { label: string; children: ReactNode }) {
  const button = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState(false)
  // A press outside closes the menu. Without this, the click that follows would open it again.
  const keepOpen = (event: { stopPropagation(): void }) => opened && event.stopPropagation()
  return (
    <span className={classes.anchor}>
      <ActionIcon
        ref={button}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={opened}
        onMouseDown={keepOpen}
        onTouchStart={keepOpen}
        onClick={() => setOpened(!opened)}
      >
        <IconDots size={18} stroke={1.5} />
      </ActionIcon>
      {opened ? (
        <Menu
          opened
          position="bottom-end"
          returnFocus={false}
          onClose={() => {
            setOpened(false)
            button.current?.focus()
          }}
        >
          <Menu.Target>
            <span className={classes.target} />
          </Menu.Target>
          <Menu.Dropdown aria-label={label}>{children}</Menu.Dropdown>
        </Menu>
      ) : null}
    </span>
  )
}
