import { Button, Modal, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../../lib/api/api-error.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import classes from './templates.module.css'
import type { Template } from './template-gallery.tsx'

// Loaded lazily: they draw nodes, which pulls in the views of all node kinds.
const TemplateGallery = lazy(async () => ({ default: (await import('./template-gallery.tsx')).TemplateGallery }))
const UseTemplate = lazy(async () => ({ default: (await import('./use-template.tsx')).UseTemplate }))

/** Creates an empty journey or one from a template. */
export function NewJourney({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['journeys', 'common'])
  const [template, setTemplate] = useState<Template | null>(null)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="64rem"
      title={t('journeys:new')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      onExitTransitionEnd={() => setTemplate(null)}
    >
      {template ? (
        <Suspense fallback={<FormSkeleton fields={3} />}>
          <UseTemplate template={template} onBack={() => setTemplate(null)} />
        </Suspense>
      ) : (
        <div className={classes.beginnings}>
          <BlankJourney />
          <div className={classes.form}>
            <div>
              <Text fw={600} component="h3">
                {t('journeys:templates.title')}
              </Text>
              <Text c="dimmed">{t('journeys:templates.text')}</Text>
            </div>
            {/* Only around the gallery: the dialog focuses the name once, when it opens. */}
            <Suspense fallback={<FormSkeleton fields={3} />}>
              <TemplateGallery onChoose={setTemplate} />
            </Suspense>
          </div>
        </div>
      )}
    </Modal>
  )
}

function BlankJourney() {
  const { t } = useTranslation('journeys')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() ? null : t('nameMissing')) },
  })
  const create = useMutation(
    trpc.journeys.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.journeys.list.pathFilter())
        await navigate({ to: '/journeys/$journeyId', params: { journeyId: id } })
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  )
  return (
    <form className={classes.form} onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
      <Text fw={600} component="h3">
        {t('blank')}
      </Text>
      {create.error ? <ErrorNotice error={create.error} shownElsewhere={['name']} /> : null}
      <div className={classes.blank}>
        <TextInput label={t('name')} description={t('nameHelp')} data-autofocus {...form.getInputProps('name')} />
        <Button type="submit" loading={create.isPending}>
          {t('create')}
        </Button>
      </div>
    </form>
  )
}
