import { Button, Group, Modal, Select, Stack, TagsInput, TextInput } from '@mantine/core'
import { type FieldDefinition, type FieldType, fieldTypes } from '@tabiji/shared/values/field-type.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldKeyFor } from './field-key-for.ts'
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
  const { t } = useTranslation(['nodes', 'common'])
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('nodes:field.newTitle')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {opened ? <NewFieldForm {...form} onClose={onClose} /> : null}
    </Modal>
  )
}

function NewFieldForm({ name, types = fieldTypes, onCreate, onClose }: Omit<NewFieldDialogProps, 'opened'>) {
  const { t } = useTranslation(['nodes', 'common'])
  const { fields } = useNodeForm()
  const [label, setLabel] = useState(name)
  const [type, setType] = useState<FieldType>(types[0] ?? 'text')
  const [options, setOptions] = useState<string[]>([])
  const key = fieldKeyFor(
    label,
    fields.map((field) => field.key),
  )
  const hasOptions = type === 'select' || type === 'multiSelect'
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        // React events bubble through portals: without this, the form around the picker would be submitted too.
        event.stopPropagation()
        if (label.trim() === '') return
        onCreate({
          key,
          type,
          ...(label.trim() === key ? {} : { label: label.trim() }),
          ...(hasOptions && options.length > 0 ? { options } : {}),
        })
      }}
    >
      <Stack gap={16}>
        <TextInput
          label={t('nodes:field.label')}
          description={t('nodes:field.keyWillBe', { key })}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          maxLength={200}
          data-autofocus
        />
        <Select
          label={t('nodes:field.type')}
          data={types.map((each) => ({ value: each, label: t(`nodes:fieldType.${each}`) }))}
          value={type}
          onChange={(value) => value && setType(value as FieldType)}
        />
        {hasOptions ? <TagsInput label={t('nodes:field.options')} value={options} onChange={setOptions} /> : null}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" disabled={label.trim() === ''}>
            {t('nodes:field.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
