import { ActionIcon, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

const schemes = [
  { value: 'light', text: 'light', icon: IconSun },
  { value: 'dark', text: 'dark', icon: IconMoon },
  { value: 'auto', text: 'system', icon: IconDeviceDesktop },
] as const

export function ColorSchemeMenu() {
  const { t } = useTranslation('shell')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const shown = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const ShownIcon = shown === 'dark' ? IconMoon : IconSun
  return (
    <Menu position="top-start">
      <Menu.Target>
        <ActionIcon aria-label={t('appearance')}>
          <ShownIcon size={18} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('appearance')}</Menu.Label>
        {schemes.map(({ value, text, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} stroke={1.5} />}
            rightSection={colorScheme === value ? <IconCheck size={16} stroke={1.5} /> : undefined}
            onClick={() => setColorScheme(value)}
          >
            {t(text)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
