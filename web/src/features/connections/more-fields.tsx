import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './connections.module.css'

/** What few need, folded away unless something of it is filled in. */
export function MoreFields({ opened: isOpenFirst, children }: { opened: boolean; children: ReactNode }) {
  const { t } = useTranslation('connections')
  const [opened, setOpened] = useState(isOpenFirst)
  return (
    <>
      <div>
        <UnstyledButton className={classes.unfold} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <IconChevronRight size={14} stroke={2} aria-hidden="true" />
          {t('auth.oauth.more')}
        </UnstyledButton>
      </div>
      {opened ? children : null}
    </>
  )
}
