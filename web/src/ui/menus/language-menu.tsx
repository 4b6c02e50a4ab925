import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconCheck, IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { locales } from '@tabiji/shared/messages/locale.ts'
import { localeNames } from '../../i18n/locales.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useChooseLocale } from './use-choose-locale.ts'

export function LanguageMenu({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation('shell')
  const locale = useLocale()
  const choose = useChooseLocale()
  const icon = <IconLanguage size={18} stroke={1.5} />
  return (
    <Menu position="top-start">
      <Menu.Target>
        {compact ? (
          <ActionIcon aria-label={`${t('language')}: ${localeNames[locale]}`}>{icon}</ActionIcon>
        ) : (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={icon}
            aria-label={`${t('language')}: ${localeNames[locale]}`}
          >
            {localeNames[locale]}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {locales.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            role="menuitemradio"
            aria-checked={each === locale}
            rightSection={each === locale ? <IconCheck size={16} stroke={1.5} /> : undefined}
            onClick={() => choose(each)}
          >
            {localeNames[each]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
