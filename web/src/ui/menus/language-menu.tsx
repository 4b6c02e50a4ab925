import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconCheck, IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { languageNames, languages } from '../../i18n/languages.ts'
import { useLanguage } from '../../i18n/use-language.ts'
import { useChooseLanguage } from './use-choose-language.ts'

export function LanguageMenu({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation('shell')
  const language = useLanguage()
  const choose = useChooseLanguage()
  const icon = <IconLanguage size={18} stroke={1.5} />
  return (
    <Menu position="top-start">
      <Menu.Target>
        {compact ? (
          <ActionIcon aria-label={`${t('language')}: ${languageNames[language]}`}>{icon}</ActionIcon>
        ) : (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={icon}
            aria-label={`${t('language')}: ${languageNames[language]}`}
          >
            {languageNames[language]}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            role="menuitemradio"
            aria-checked={each === language}
            rightSection={each === language ? <IconCheck size={16} stroke={1.5} /> : undefined}
            onClick={() => choose(each)}
          >
            {languageNames[each]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
