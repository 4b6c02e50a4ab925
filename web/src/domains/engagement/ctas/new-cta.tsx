import { Autocomplete, Button, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../../lib/api/api-error.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { ctaTypes, useTypeName } from './cta-marks.tsx'
import { ctaPriorities, type CtaPriority } from './cta-search.ts'
import classes from './ctas.module.css'
import { useOwners } from './use-owners.ts'

export function NewCta({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['ctas', 'common'])
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('ctas:new')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {opened ? <CtaForm onClose={onClose} /> : null}
    </Modal>
  )
}

function CtaForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['ctas', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const typeName = useTypeName()
  const owners = useOwners([])
  const form = useForm({
    initialValues: {
      name: '',
      type: 'risk',
      priority: 'medium' as CtaPriority,
      owner: '',
      dueOn: '',
      reason: '',
      comments: '',
    },
    validate: { name: (value) => (value.trim() ? null : t('ctas:nameMissing')) },
  })
  const create = useMutation(
    trpc.ctas.create.mutationOptions({
      onSuccess: async ({ id, name }) => {
        toastDone(t('ctas:createdDone', { name }))
        await queryClient.invalidateQueries(trpc.ctas.pathFilter())
        onClose()
        await navigate({ to: '/ctas/$ctaId', params: { ctaId: id }, search: {} })
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  )
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.onSubmit(({ dueOn, ...values }) => create.mutate({ ...values, dueOn: dueOn || null }))}
    >
      {create.error ? <ErrorNotice error={create.error} shownElsewhere={Object.keys(form.values)} /> : null}
      <TextInput
        label={t('ctas:nameLabel')}
        description={t('ctas:nameHelp')}
        maxLength={200}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <div className={classes.pair}>
        <Select
          label={t('ctas:type')}
          data={ctaTypes.map((value) => ({ value, label: typeName(value) }))}
          {...form.getInputProps('type')}
        />
        <Select
          label={t('ctas:priority')}
          data={ctaPriorities.map((value) => ({ value, label: t(`ctas:priorities.${value}`) }))}
          {...form.getInputProps('priority')}
        />
        <Autocomplete label={t('ctas:owner')} data={owners} maxLength={200} {...form.getInputProps('owner')} />
        <TextInput type="date" label={t('ctas:due')} {...form.getInputProps('dueOn')} />
      </div>
      <TextInput label={t('ctas:reason')} maxLength={200} {...form.getInputProps('reason')} />
      <Textarea label={t('ctas:comments')} maxLength={10_000} {...form.getInputProps('comments')} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" loading={create.isPending}>
          {t('ctas:create')}
        </Button>
      </div>
    </form>
  )
}
