import { Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC, useTRPCClient } from '../../../lib/api/trpc.ts'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import { FormDialog } from '../../../ui/forms/form-dialog.tsx'
import { SaveForm } from '../../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../../ui/forms/use-save-form.ts'
import classes from './templates.module.css'
import type { Template } from './template-gallery.tsx'

// Loaded lazily: they draw nodes, which pulls in the views of all node kinds.
const TemplateGallery = lazy(async () => ({ default: (await import('./template-gallery.tsx')).TemplateGallery }))
const UseTemplate = lazy(async () => ({ default: (await import('./use-template.tsx')).UseTemplate }))

/** Creates an empty journey or one from a template. */
export function NewJourney({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('journeys')
  const [template, setTemplate] = useState<Template | null>(null)
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      size="64rem"
      title={t('new')}
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
                {t('templates.title')}
              </Text>
              <Text c="dimmed">{t('templates.text')}</Text>
            </div>
            {/* Only around the gallery: the dialog focuses the name once, when it opens. */}
            <Suspense fallback={<FormSkeleton fields={3} />}>
              <TemplateGallery onChoose={setTemplate} />
            </Suspense>
          </div>
        </div>
      )}
    </FormDialog>
  )
}

function BlankJourney() {
  const { t } = useTranslation('journeys')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const state = useSaveForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() ? null : t('nameMissing')) },
    save: (values) => client.journeys.create.mutate(values),
    onSaved: async ({ id }) => {
      await queryClient.invalidateQueries(trpc.journeys.list.pathFilter())
      await navigate({ to: '/journeys/$journeyId', params: { journeyId: id } })
    },
  })
  return (
    <section className={classes.form}>
      <Text fw={600} component="h3">
        {t('blank')}
      </Text>
      <SaveForm state={state} inline submitLabel={t('create')}>
        <TextInput
          className={classes.name}
          label={t('name')}
          description={t('nameHelp')}
          data-autofocus
          {...state.form.getInputProps('name')}
        />
      </SaveForm>
    </section>
  )
}
