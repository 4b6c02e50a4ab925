import { Autocomplete, Select, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useTRPC, useTRPCClient } from '../../../lib/api/trpc.ts'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { FormDialog } from '../../../ui/forms/form-dialog.tsx'
import { SaveForm } from '../../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../../ui/forms/use-save-form.ts'
import { ctaTypes, useTypeName } from './cta-marks.tsx'
import { ctaPriorities, type CtaPriority } from './cta-search.ts'
import classes from './ctas.module.css'
import { useOwners } from './use-owners.ts'

export function NewCta({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('ctas')
  return (
    <FormDialog opened={opened} onClose={onClose} title={t('new')}>
      <CtaForm onClose={onClose} />
    </FormDialog>
  )
}

function CtaForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('ctas')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const typeName = useTypeName()
  const owners = useOwners([])
  const state = useSaveForm({
    initialValues: {
      name: '',
      type: 'risk',
      priority: 'medium' as CtaPriority,
      owner: '',
      dueOn: '',
      reason: '',
      comments: '',
    },
    validate: { name: (value) => (value.trim() ? null : t('nameMissing')) },
    save: ({ dueOn, ...values }) => client.ctas.create.mutate({ ...values, dueOn: dueOn || null }),
    onSaved: async ({ id, name }) => {
      toastDone(t('createdDone', { name }))
      await queryClient.invalidateQueries(trpc.ctas.pathFilter())
      onClose()
      await navigate({ to: '/ctas/$ctaId', params: { ctaId: id }, search: {} })
    },
  })
  const { form } = state
  return (
    <SaveForm state={state} submitLabel={t('create')} onCancel={onClose}>
      <TextInput
        label={t('nameLabel')}
        description={t('nameHelp')}
        maxLength={200}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <div className={classes.pair}>
        <Select
          label={t('type')}
          data={ctaTypes.map((value) => ({ value, label: typeName(value) }))}
          {...form.getInputProps('type')}
        />
        <Select
          label={t('priority')}
          data={ctaPriorities.map((value) => ({ value, label: t(`priorities.${value}`) }))}
          {...form.getInputProps('priority')}
        />
        <Autocomplete label={t('owner')} data={owners} maxLength={200} {...form.getInputProps('owner')} />
        <TextInput type="date" label={t('due')} {...form.getInputProps('dueOn')} />
      </div>
      <TextInput label={t('reason')} maxLength={200} {...form.getInputProps('reason')} />
      <Textarea label={t('comments')} maxLength={10_000} {...form.getInputProps('comments')} />
    </SaveForm>
  )
}
