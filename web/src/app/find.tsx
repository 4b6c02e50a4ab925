import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { places } from './places.ts'

/** ⌘K: finds pages and the things people name. */
export function Find() {
  const { t } = useTranslation(['shell'])
  const navigate = useNavigate()
  const [query, setQuery] = useState('')

  const pages: SpotlightActionGroupData = {
    group: t('findPages'),
    actions: places.map(({ text, to, icon: Icon }) => ({
      id: `page-${text}`,
      label: t(text),
      leftSection: <Icon size={18} stroke={1.5} />,
      onClick: () => void navigate({ to }),
    })),
  }

  return (
    <Spotlight
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      triggerOnContentEditable
      actions={[pages]}
      query={query}
      onQueryChange={setQuery}
      clearQueryOnClose
      limit={8}
      nothingFound={t('findNothing', { query })}
      searchProps={{
        'aria-label': t('findPlaceholder'),
        placeholder: t('findPlaceholder'),
        leftSection: <IconSearch size={18} stroke={1.5} />,
      }}
    />
  )
}
