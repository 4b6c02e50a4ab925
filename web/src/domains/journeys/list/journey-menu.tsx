import { Menu } from '@mantine/core'
import { IconCopy, IconTrash, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { MenuItemLink } from '../../../ui/layout/links.tsx'
import { RowMenu } from '../../../ui/menus/row-menu.tsx'
import type { JourneySummary } from './journey-summary.types.ts'

export type JourneyMenuProps = {
  journey: JourneySummary
  /** Absent for users without permission. */
  onDuplicate?: (() => void) | undefined
  onDelete?: (() => void) | undefined
}

export function JourneyMenu({ journey, onDuplicate, onDelete }: JourneyMenuProps) {
  const { t } = useTranslation(['journeys', 'common'])
  return (
    <RowMenu label={t('journeys:actionsOf', { name: journey.name })}>
      <MenuItemLink
        to="/journeys/$journeyId/participants"
        params={{ journeyId: journey.id }}
        leftSection={<IconUsers size={16} stroke={1.5} />}
      >
        {t('journeys:participants')}
      </MenuItemLink>
      {onDuplicate ? (
        <Menu.Item leftSection={<IconCopy size={16} stroke={1.5} />} onClick={onDuplicate}>
          {t('journeys:duplicate')}
        </Menu.Item>
      ) : null}
      {onDelete ? (
        <Menu.Item color="var(--tj-danger)" leftSection={<IconTrash size={16} stroke={1.5} />} onClick={onDelete}>
          {t('common:action.delete')}
        </Menu.Item>
      ) : null}
    </RowMenu>
  )
}
