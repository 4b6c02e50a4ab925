import { Skeleton, UnstyledButton } from '@mantine/core'
import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import classes from './templates.module.css'
import { JourneyThumbnail } from './journey-thumbnail.tsx'

export type Template = Outputs['journeyTemplates']['list'][number]

/** The templates, each with a picture of its path and a plain description. */
export function TemplateGallery({ onChoose }: { onChoose: (template: Template) => void }) {
  const { t } = useTranslation('journeys')
  const trpc = useTRPC()
  const templates = useQuery(trpc.journeyTemplates.list.queryOptions())
  if (templates.error) return <ErrorNotice error={templates.error} onRetry={() => void templates.refetch()} />
  return (
    <ul className={classes.templates} aria-label={t('templates.title')}>
      {templates.data
        ? templates.data.map((template) => (
            <li key={template.id}>
              <UnstyledButton className={classes.template} onClick={() => onChoose(template)}>
                <span className={classes.thumbnail} aria-hidden="true">
                  <JourneyThumbnail nodes={template.nodes} edges={template.edges} label="" words={false} />
                </span>
                <span className={classes.templateWords}>
                  <b>{template.title}</b>
                  <span>{template.description}</span>
                  <span className={classes.products}>
                    {t('templates.with', {
                      products: template.connectors.map((connector) => presetOf(connector)?.title).join(', '),
                    })}
                  </span>
                </span>
              </UnstyledButton>
            </li>
          ))
        : Array.from({ length: 6 }, (_, index) => (
            <li key={index}>
              <Skeleton height="8.5rem" radius="md" />
            </li>
          ))}
    </ul>
  )
}
