import { Button, Select, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Inputs, Outputs } from '../../lib/api/api-types.ts'
import { useTRPC, useTRPCClient } from '../../lib/api/trpc.ts'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { FormDialog } from '../../ui/forms/form-dialog.tsx'
import { SaveForm } from '../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../ui/forms/use-save-form.ts'
import classes from './settings.module.css'

type NewKey = Required<Inputs['apiKeys']['create']>
type CreatedKey = Outputs['apiKeys']['create']

const keyRoles: readonly NewKey['role'][] = ['viewer', 'editor', 'admin']

export function NewApiKey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const [created, setCreated] = useState<CreatedKey | null>(null)
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setCreated(null)}
      title={t(created ? 'apiKeys.createdTitle' : 'apiKeys.create')}
      // The key is shown only once.
      closesEasily={!created}
    >
      {created ? (
        <div className={classes.once}>
          <Text>{t('apiKeys.once')}</Text>
          <CodeBlock label={created.apiKey.name} code={created.key} />
          <Button onClick={onClose}>{t('apiKeys.stored')}</Button>
        </div>
      ) : (
        <ApiKeyForm onCreated={setCreated} onCancel={onClose} />
      )}
    </FormDialog>
  )
}

function ApiKeyForm({ onCreated, onCancel }: { onCreated: (created: CreatedKey) => void; onCancel: () => void }) {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const state = useSaveForm<NewKey, CreatedKey>({
    initialValues: { name: '', role: 'editor' },
    validate: { name: (value) => (value.trim() ? null : t('settings:apiKeys.nameMissing')) },
    save: (values) => client.apiKeys.create.mutate(values),
    onSaved: (created) => {
      onCreated(created)
      return queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter())
    },
  })
  const { form } = state
  return (
    <SaveForm state={state} submitLabel={t('settings:apiKeys.create')} onCancel={onCancel}>
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
    </SaveForm>
  )
}
