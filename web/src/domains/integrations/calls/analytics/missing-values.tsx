import { Button, Skeleton, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { Time } from '../../../../ui/values/time.tsx'
import classes from '../callouts.module.css'

export type MissingValuesProps = {
  tokens: Outputs['callouts']['missingTokens'] | undefined
  onSee: (token: string) => void
}

/** The tokens whose missing value prevented calls, and for how many people. */
export function MissingValues({ tokens, onSee }: MissingValuesProps) {
  const { t } = useTranslation('callouts')
  if (!tokens) return <Skeleton height="3rem" />
  if (tokens.length === 0) return <Text c="dimmed">{t('missing.none')}</Text>
  return (
    <ul className={classes.errors}>
      {tokens.map(({ token, people, attempts, lastAt }) => (
        <li key={token}>
          <div className={classes.errorWords}>
            <span>
              <b>{t('missing.people', { count: people, token })}</b>{' '}
              <span className={classes.faint}>· {t('errors.attempts', { count: attempts })}</span>
            </span>
            <span className={classes.faint}>
              {t('errors.last')} <Time at={lastAt} as="relative" />
            </span>
          </div>
          <Button variant="default" size="xs" onClick={() => onSee(token)}>
            {t('errors.see')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
