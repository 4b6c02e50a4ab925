import { Button, Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../lib/api-error.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import classes from './journeys.module.css'

export function NewJourney({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['journeys', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() ? null : t('journeys:nameMissing')) },
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
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('journeys:new')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form className={classes.form} onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
        {create.error ? <ErrorNotice error={create.error} shownElsewhere={['name']} /> : null}
        <TextInput
          label={t('journeys:name')}
          description={t('journeys:nameHelp')}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('journeys:create')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
