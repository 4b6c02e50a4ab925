import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../lib/api/trpc.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { SideSheet } from '../../ui/layout/side-sheet.tsx'
import formClasses from '../form/form.module.css'
import { MailPreview } from '../form/mail/mail-preview.tsx'
import { useNodeForm } from '../form/node-form-context.tsx'
import { SampledValues } from '../form/sampled-values.tsx'
import classes from './survey-preview.module.css'

type SurveyPreviewProps = { nodeId: string; opened: boolean; onClose: () => void }

/** The survey as the newest participant would see it, from the saved draft. Nothing is sent. */
export function SurveyPreview({ nodeId, opened, onClose }: SurveyPreviewProps) {
  const { t } = useTranslation('nodes')
  const trpc = useTRPC()
  const { journeyId } = useNodeForm()
  const [shown, setShown] = useState<'page' | 'mail'>('page')
  const options = { enabled: opened, staleTime: 0, gcTime: 0, retry: false }
  const page = useQuery(trpc.surveys.preview.queryOptions({ journeyId, nodeId }, options))
  const sampled = page.data?.sampled
  return (
    <SideSheet opened={opened} title={t('survey.previewTitle')} size="46rem" onClose={onClose}>
      <div className={formClasses.stack}>
        <SegmentedControl
          aria-label={t('survey.previewTitle')}
          data={(['page', 'mail'] as const).map((value) => ({ value, label: t(`survey.${value}`) }))}
          value={shown}
          onChange={(next) => setShown(next as typeof shown)}
        />
        {shown === 'page' && !page.error && sampled && sampled.length > 0 ? <SampledValues sampled={sampled} /> : null}
        {shown === 'mail' ? (
          <MailPreview nodeId={nodeId} />
        ) : page.error ? (
          <ErrorNotice error={page.error} onRetry={() => void page.refetch()} />
        ) : page.data ? (
          <iframe
            className={classes.page}
            title={t('survey.page')}
            // No permissions: nothing can be submitted from a preview.
            sandbox=""
            srcDoc={page.data.html}
          />
        ) : (
          <FormSkeleton fields={4} />
        )}
      </div>
    </SideSheet>
  )
}
