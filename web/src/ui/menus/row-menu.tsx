import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import classes from './row-menu.module.css'

/**
 * The "…" of a row. `label` names it for those who do not see the row: "Actions for NPS answer to Slack". The menu is made
 * when it is opened, so that a list does not set up one for each of its rows.
 */
export function RowMenu({ label, children }: { label: string; children: ReactNode }) {
  const button = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState(false)
  // The menu closes itself on a press outside; without this the click that follows would open it again.
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
