import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from '../../connections.module.css'

export type AdvancedFieldsProps = {
  label?: string
  opened: boolean
  /** The names of the fields inside: an error in one of them must be visible. */
  names: readonly string[]
  errors: Record<string, string | undefined>
  children: ReactNode
}

/** Rarely used fields, collapsed unless one of them has a value or an error. */
export function AdvancedFields({ label, opened: isOpenFirst, names, errors, children }: AdvancedFieldsProps) {
  const { t } = useTranslation('connections')
  const [isUnfolded, setUnfolded] = useState(isOpenFirst)
  const opened = isUnfolded || names.some((name) => errors[`auth.${name}`])
  return (
    <>
      <div>
        <UnstyledButton className={classes.unfold} aria-expanded={opened} onClick={() => setUnfolded(!opened)}>
          <IconChevronRight size={14} stroke={2} aria-hidden="true" />
          {label ?? t('auth.oauth.more')}
        </UnstyledButton>
      </div>
      {opened ? children : null}
    </>
  )
}
