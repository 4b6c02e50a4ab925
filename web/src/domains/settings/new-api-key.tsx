import { Button, Modal, Select, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../lib/api/api-error.ts'
import type { Inputs } from '../../lib/api/api-types.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import classes from './settings.module.css'

type NewKey = Required<Inputs['apiKeys']['create']>

const keyRoles: readonly NewKey['role'][] = ['viewer', 'editor', 'admin']

export function NewApiKey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const form = useForm<NewKey>({
    initialValues: { name: '', role: 'editor' },
    validate: { name: (value) => (value.trim() ? null : t('settings:apiKeys.nameMissing')) },
  })
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  )

  function closeAndForget() {
    onClose()
    form.reset()
    create.reset()
  }

  return (
    <Modal
      opened={opened}
      onClose={closeAndForget}
      title={t(create.data ? 'settings:apiKeys.createdTitle' : 'settings:apiKeys.create')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      // The key is shown only once: a click outside the dialog must not close it.
      closeOnClickOutside={!create.data}
      closeOnEscape={!create.data}
    >
      {create.data ? (
        <div className={classes.once}>
          <Text>{t('settings:apiKeys.once')}</Text>
          <CodeBlock label={create.data.apiKey.name} code={create.data.key} />
          <Button onClick={closeAndForget}>{t('settings:apiKeys.stored')}</Button>
        </div>
      ) : (
        <form className={classes.form} onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
          {create.error ? <ErrorNotice error={create.error} shownElsewhere={['name', 'role']} /> : null}
          <TextInput
            label={t('settings:apiKeys.name')}
            description={t('settings:apiKeys.nameHelp')}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Select
            label={t('settings:members.role')}
            description={t(`settings:apiKeys.roleHelp.${form.values.role}`)}
            data={keyRoles.map((role) => ({ value: role, label: t(`common:role.${role}`) }))}
            {...form.getInputProps('role')}
          />
          <div className={classes.buttons}>
            <Button type="submit" loading={create.isPending}>
              {t('settings:apiKeys.create')}
            </Button>
            <Button variant="default" onClick={closeAndForget}>
              {t('common:action.cancel')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
