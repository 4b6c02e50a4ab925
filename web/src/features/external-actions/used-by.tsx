import { useTranslation } from 'react-i18next'
import type { SavedExternalAction } from '../../lib/action-drawers.ts'
import { AnchorLink } from '../../ui/links.tsx'
import classes from './external-actions.module.css'

/** Which journeys call it, and with which version. */
export function UsedBy({ action }: { action: SavedExternalAction }) {
  const { t } = useTranslation('externalActions')
  if (action.usedBy.length === 0) return <p className={classes.usedBy}>{t('usedByNone')}</p>
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
    </div>
  )
}
