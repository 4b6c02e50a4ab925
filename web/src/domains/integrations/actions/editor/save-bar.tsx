import { Button } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedExternalAction } from '../../../../lib/action-drawers.ts'
import classes from '../external-actions.module.css'

export type SaveBarProps = {
  action: SavedExternalAction | undefined
  dirty: boolean
  /** Shown after the first attempt to save. */
  errors: number
  testedWell: boolean
  busy: boolean
  onSave: () => void
  children: ReactNode
}

/** Explains beside the Save button what saving does and which journeys it affects. */
export function SaveBar({ action, dirty, errors, testedWell, busy, onSave, children }: SaveBarProps) {
  const { t } = useTranslation('externalActions')
  const live = action?.usedBy.filter(({ inPublished }) => inPublished).length ?? 0
  return (
    <div className={classes.saveBar}>
      <div className={classes.saveWords} role="status">
        {errors > 0 ? (
          <span className={classes.saveErrors}>{t('save.errors', { count: errors })}</span>
        ) : !action ? (
          <span>{t('save.new')}</span>
        ) : dirty ? (
          <span>
            {t('save.version', { version: action.version + 1 })}
            {live > 0 ? ` ${t('save.live', { count: live })}` : ''}
          </span>
        ) : (
          <span>{t('save.clean', { version: action.version })}</span>
        )}
        {dirty && errors === 0 ? (
          testedWell ? (
            <span className={classes.testedWell}>
              <IconCircleCheck size={14} stroke={1.75} aria-hidden="true" />
              {t('save.tested')}
            </span>
          ) : (
            <span className={classes.hint}>{t('save.untested')}</span>
          )
        ) : null}
      </div>
      {children}
      <Button variant={testedWell || !dirty ? 'filled' : 'default'} loading={busy} disabled={!dirty} onClick={onSave}>
        {t(action ? 'save.save' : 'save.create')}
      </Button>
    </div>
  )
}
