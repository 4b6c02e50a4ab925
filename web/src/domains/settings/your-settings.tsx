import { Radio, SegmentedControl, Stack, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isLocale, locales } from '@tabiji/shared/messages/locale.ts'
import { localeNames } from '../../i18n/locales.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useSession } from '../../lib/session/session.ts'
import { useChooseLocale } from '../../ui/menus/use-choose-locale.ts'
import { KeyValue } from '../../ui/values/key-value.tsx'
import { Section } from '../../ui/layout/section.tsx'
import { ChangePassword } from './change-password.tsx'
import classes from './settings.module.css'

export function YourSettings(): ReactNode {
  const { t } = useTranslation(['settings', 'shell', 'common'])
  const { user, workspace } = useSession()
  const language = useLocale()
  const choose = useChooseLocale()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <div className={classes.columns}>
      <Section title={t('settings:you.title')}>
        <div className={classes.form}>
          <KeyValue
            items={[
              { label: t('settings:you.name'), value: user.name },
              { label: t('settings:you.email'), value: user.email },
              { label: t('settings:members.role'), value: t(`common:role.${workspace.role}`) },
            ]}
          />
          <Radio.Group
            label={t('shell:language')}
            value={language}
            onChange={(value) => {
              if (isLocale(value)) void choose(value)
            }}
          >
            <Stack gap="xs" mt="xs">
              {locales.map((each) => (
                <Radio key={each} value={each} label={localeNames[each]} lang={each} />
              ))}
            </Stack>
          </Radio.Group>
          <Stack gap={6}>
            <span id="appearance">{t('shell:appearance')}</span>
            <SegmentedControl
              aria-labelledby="appearance"
              value={colorScheme}
              onChange={(value) => setColorScheme(value as typeof colorScheme)}
              data={[
                { value: 'light', label: t('shell:light') },
                { value: 'dark', label: t('shell:dark') },
                { value: 'auto', label: t('shell:system') },
              ]}
            />
          </Stack>
        </div>
      </Section>
      <ChangePassword />
    </div>
  )
}
