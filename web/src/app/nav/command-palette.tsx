import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconApi, IconPlug, IconRoute, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../lib/api/trpc.ts'
import { navItems } from './nav-items.ts'

const perGroup = 5

/** ⌘K: finds pages and named objects. Queries the server only while it is open. */
export function CommandPalette() {
  const { t } = useTranslation(['shell'])
  const trpc = useTRPC()
  const navigate = useNavigate()
  const [opened, setOpened] = useState(false)
  const [query, setQuery] = useState('')
  const [q] = useDebouncedValue(query.trim(), 150)
  const whileOpen = { enabled: opened, placeholderData: keepPreviousData }
  const journeys = useQuery(trpc.journeys.list.queryOptions({ search: q, limit: perGroup }, whileOpen))
  const connections = useQuery(trpc.connections.list.queryOptions({ q, limit: perGroup }, whileOpen))
  const externalActions = useQuery(trpc.externalActions.list.queryOptions({ q, limit: perGroup }, whileOpen))

  const pages = navItems.map(({ text, to, icon: Icon }): SpotlightActionData => ({
    id: text,
    label: t(text),
    leftSection: <Icon size={18} stroke={1.5} />,
    onClick: () => void navigate({ to }),
  }))
  const groups: SpotlightActionGroupData[] = [
    { group: t('findPages'), actions: pages },
    {
      group: t('findJourneys'),
      actions: (journeys.data?.items ?? []).map(({ id, name }) => ({
        id,
        label: name,
        leftSection: <IconRoute size={18} stroke={1.5} />,
        onClick: () => void navigate({ to: '/journeys/$journeyId', params: { journeyId: id } }),
      })),
    },
    {
      group: t('findConnections'),
      actions: (connections.data?.items ?? []).map(({ id, name }) => ({
        id,
        label: name,
        leftSection: <IconPlug size={18} stroke={1.5} />,
        onClick: () => void navigate({ to: '/connections/$connectionId', params: { connectionId: id } }),
      })),
    },
    {
      group: t('findExternalActions'),
      actions: (externalActions.data?.items ?? []).map(({ id, name }) => ({
        id,
        label: name,
        leftSection: <IconApi size={18} stroke={1.5} />,
        onClick: () => void navigate({ to: '/external-actions/$externalActionId', params: { externalActionId: id } }),
      })),
    },
  ]

  return (
    <Spotlight
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      triggerOnContentEditable
      actions={groups.filter(({ actions }) => actions.length > 0)}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpened(true)}
      onSpotlightClose={() => setOpened(false)}
      clearQueryOnClose
      scrollable
      maxHeight="60vh"
      nothingFound={t('findNothing', { query })}
      searchProps={{
        'aria-label': t('findPlaceholder'),
        placeholder: t('findPlaceholder'),
        leftSection: <IconSearch size={18} stroke={1.5} />,
      }}
    />
  )
}
