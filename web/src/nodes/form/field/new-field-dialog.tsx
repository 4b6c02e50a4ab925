import { Select, TagsInput, TextInput } from '@mantine/core'
import { type FieldDefinition, type FieldType, fieldTypes } from '@tabiji/shared/values/field-type.ts'
import { useTranslation } from 'react-i18next'
import { fieldKeyFor } from './field-key-for.ts'
import { FormDialog } from '../../../ui/forms/form-dialog.tsx'
import { SaveForm } from '../../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../../ui/forms/use-save-form.ts'
import { useNodeForm } from '../node-form-context.tsx'

export type NewFieldDialogProps = {
  opened: boolean
  /** The text that was searched without a result. */
  name: string
  types?: readonly FieldType[] | undefined
  onCreate: (field: FieldDefinition) => void
  onClose: () => void
}

export function NewFieldDialog({ opened, onClose, ...form }: NewFieldDialogProps) {
  const { t } = useTranslation('nodes')
  return (
    <FormDialog opened={opened} onClose={onClose} title={t('field.newTitle')}>
      <NewFieldForm {...form} onClose={onClose} />
    </FormDialog>
  )
}

function NewFieldForm({ name, types = fieldTypes, onCreate, onClose }: Omit<NewFieldDialogProps, 'opened'>) {
  const { t } = useTranslation('nodes')
  const { fields } = useNodeForm()
  const state = useSaveForm({
    initialValues: { label: name, type: types[0] ?? ('text' as FieldType), options: [] as string[] },
    validate: { label: (label) => (label.trim() ? null : t('field.labelMissing')) },
    save: async ({ label, type, options }) =>
      onCreate({
        key,
        type,
        ...(label.trim() === key ? {} : { label: label.trim() }),
        ...(hasOptions(type) && options.length > 0 ? { options } : {}),
      }),
  })
  const { form } = state
  const key = fieldKeyFor(
    form.values.label,
    fields.map((field) => field.key),
  )
  return (
    <SaveForm state={state} submitLabel={t('field.add')} onCancel={onClose}>
      <TextInput
        label={t('field.label')}
        description={t('field.keyWillBe', { key })}
        maxLength={200}
        data-autofocus
        {...form.getInputProps('label')}
      />
      <Select
        label={t('field.type')}
        data={types.map((each) => ({ value: each, label: t(`fieldType.${each}`) }))}
        allowDeselect={false}
        {...form.getInputProps('type')}
      />
      {hasOptions(form.values.type) ? (
        <TagsInput label={t('field.options')} {...form.getInputProps('options')} />
      ) : null}
    </SaveForm>
  )
}

function hasOptions(type: FieldType): boolean {
  return type === 'select' || type === 'multiSelect'
}
