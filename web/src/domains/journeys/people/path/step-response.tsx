import { IconMessageStar } from '@tabler/icons-react'
import { surveyScales } from '@tabiji/shared/surveys/survey.ts'
import { useTranslation } from 'react-i18next'
import type { SurveyResponse } from './build-path.ts'
import classes from './path.module.css'

/** The response in the participant's own words. */
export function StepResponse({ response: { scale, score, comment } }: { response: SurveyResponse }) {
  const { t } = useTranslation('participants')
  return (
    <div className={classes.response}>
      <span className={classes.score}>
        <IconMessageStar size={16} stroke={1.5} aria-hidden="true" />
        {t('score', { score, max: surveyScales[scale].max })}
      </span>
      {comment === null ? null : <blockquote>{comment}</blockquote>}
    </div>
  )
}
