import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SavedExternalAction } from '../../../../lib/action-drawers.ts'
import { useHasRole } from '../../../../lib/session/session.ts'
import { AnchorLink, ButtonLink } from '../../../../ui/layout/links.tsx'
import classes from '../external-actions.module.css'
import { outdatedJourneys } from './outdated-journeys.ts'

export type UsedByProps = {
  action: SavedExternalAction
  /**
   * Opens the sheet that updates journeys. The sheet stays open when this list's offer disappears because every journey
   * is up to date.
   */
  onUpdate: () => void
}

/** The journeys that call the action, and with which version. */
export function UsedBy({ action, onUpdate }: UsedByProps) {
  const { t } = useTranslation('externalActions')
  const outdated = outdatedJourneys(action).length
  const mayEdit = useHasRole('editor')
  if (action.usedBy.length === 0)
    return (
      <div className={classes.usedBy}>
        <span>{t('usedByNone')}</span>
        {mayEdit ? (
          <>
            <span>{t('useIt.text')}</span>
            <ButtonLink to="/journeys" variant="default" size="compact-sm">
              {t('useIt.button')}
            </ButtonLink>
          </>
        ) : null}
      </div>
    )
  return (
    <div className={classes.usedBy}>
      <span>{t('usedBy')}</span>
      <ul>
        {action.usedBy.map((use) => (
          <li key={use.journeyId}>
            <AnchorLink to="/journeys/$journeyId" params={{ journeyId: use.journeyId }}>
              {use.journeyName}
            </AnchorLink>{' '}
            <span className={classes.hint}>
              {use.inPublished && use.pinnedVersion !== null
                ? t('useLive', { version: use.pinnedVersion })
                : t('useDraft')}
            </span>
          </li>
        ))}
      </ul>
      {outdated > 0 ? (
        <Button variant="default" size="compact-sm" onClick={onUpdate}>
          {t('update.open', { count: outdated })}
        </Button>
      ) : null}
    </div>
  )
}
