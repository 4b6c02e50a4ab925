import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './imports.module.css'

export const importSteps = ['file', 'mapping', 'check', 'done'] as const
export type ImportStep = (typeof importSteps)[number]

/** Shows the current step. It has no links; the buttons of each step lead forward and back. */
export function ImportSteps({ current, finished = false }: { current: ImportStep; finished?: boolean }) {
  const { t } = useTranslation('imports')
  const at = importSteps.indexOf(current)
  return (
    <ol className={classes.steps} aria-label={t('stepsLabel')}>
      {importSteps.map((step, index) => {
        const isDone = index < at || finished
        return (
          <li
            key={step}
            className={classes.stepItem}
            aria-current={index === at && !finished ? 'step' : undefined}
            data-done={isDone || undefined}
          >
            <span className={classes.stepNumber}>
              {isDone ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : index + 1}
            </span>
            {t(`steps.${step}`)}
          </li>
        )
      })}
    </ol>
  )
}
