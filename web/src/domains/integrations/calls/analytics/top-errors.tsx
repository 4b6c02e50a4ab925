import { Button, Skeleton, Text } from '@mantine/core'
import { calloutErrorMessage } from '@tabiji/shared/http-call/failures/callout-error-texts.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { OutcomeBadge } from '../../../../ui/calls/outcome-badge.tsx'
import { Time } from '../../../../ui/values/time.tsx'
import classes from '../callouts.module.css'

export type TopError = Outputs['callouts']['topErrors'][number]

export type TopErrorsProps = { errors: TopError[] | undefined; onSee: (error: TopError) => void }

const shown = 5

export function TopErrors({ errors, onSee }: TopErrorsProps) {
  const { t } = useTranslation('callouts')
  const locale = useLocale()
  if (!errors) return <Skeleton height="6rem" />
  if (errors.length === 0) return <Text c="dimmed">{t('errors.empty')}</Text>
  return (
    <ul className={classes.errors}>
      {errors.slice(0, shown).map((error) => (
        <li key={error.lastId}>
          <div className={classes.errorWords}>
            <span>
              <b>{t('errors.people', { count: error.people })}</b>{' '}
              <span className={classes.faint}>· {t('errors.attempts', { count: error.attempts })}</span>
            </span>
            <span>{error.error ? calloutErrorMessage(error.error, locale) : t(`outcome.${error.outcome}`)}</span>
            <span className={classes.faint}>
              <OutcomeBadge outcome={error.outcome} /> {t('errors.last')} <Time at={error.lastAt} as="relative" />
            </span>
          </div>
          <Button variant="default" size="xs" onClick={() => onSee(error)}>
            {t('errors.see')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
