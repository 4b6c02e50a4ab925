import { Combobox, Input, InputBase, ScrollArea, useCombobox } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { FieldDefinition, FieldType } from '@tabiji/shared/values/field-type.ts'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from '../form.module.css'
import { NewFieldDialog } from './new-field-dialog.tsx'
import { useNodeForm } from '../node-form-context.tsx'

export type FieldPickerProps = {
  value: string | null
  onChange: (key: string, field: FieldDefinition | undefined) => void
  label?: ReactNode
  'aria-label'?: string
  description?: ReactNode
  error?: ReactNode
  /** Only fields of these types; a new field gets the first one. */
  types?: readonly FieldType[]
  /** Outputs of earlier steps, listed after the fields. */
  outputs?: readonly FieldDefinition[]
  /** Further options in the same list. */
  more?: {
    label: string
    options: readonly { value: string; label: string }[]
    value: string | null
    onChange: (value: string) => void
  }
}

/** Chooses a participant field, with its type beside the name, or creates a missing one. */
export function FieldPicker({
  value,
  onChange,
  label,
  description,
  error,
  types,
  outputs = [],
  more,
  ...aria
}: FieldPickerProps) {
  const { t } = useTranslation('nodes')
  const { fields, addField, readOnly } = useNodeForm()
  const [search, setSearch] = useState('')
  const [creating, setCreating] = useState(false)
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      setSearch('')
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const known = [...fields, ...outputs]
  const fitting = known.filter((field) => !types || types.includes(field.type))
  const wanted = search.trim().toLowerCase()
  const shown = fitting.filter((field) => `${field.label ?? ''} ${field.key}`.toLowerCase().includes(wanted))
  const chosen = known.find((field) => field.key === value)
  const shownMore = (more?.options ?? []).filter((option) => option.label.toLowerCase().includes(wanted))
  const chosenMore = more?.options.find((option) => option.value === more.value)

  return (
    <>
      <Combobox
        store={combobox}
        onOptionSubmit={(key) => {
          combobox.closeDropdown()
          if (key === createOption) setCreating(true)
          else if (key.startsWith(morePrefix)) more?.onChange(key.slice(morePrefix.length))
          else
            onChange(
              key,
              known.find((field) => field.key === key),
            )
        }}
      >
        <Combobox.Target targetType="button">
          <InputBase
            component="button"
            type="button"
            pointer
            label={label}
            description={description}
            error={error}
            disabled={readOnly}
            rightSection={<Combobox.Chevron />}
            rightSectionPointerEvents="none"
            onClick={() => combobox.toggleDropdown()}
            {...aria}
          >
            {chosenMore ? (
              chosenMore.label
            ) : chosen ? (
              <FieldOption field={chosen} />
            ) : value ? (
              <span className={classes.missing}>{t('field.gone', { field: value })}</span>
            ) : (
              <Input.Placeholder>{t('field.choose')}</Input.Placeholder>
            )}
          </InputBase>
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Search
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder={t('field.search')}
            aria-label={t('field.search')}
          />
          <Combobox.Options>
            <ScrollArea.Autosize mah={240} type="scroll">
              {shown.map((field) => (
                <Combobox.Option key={field.key} value={field.key} active={field.key === value}>
                  <FieldOption field={field} />
                </Combobox.Option>
              ))}
              {shownMore.length > 0 ? (
                <Combobox.Group label={more?.label}>
                  {shownMore.map((option) => (
                    <Combobox.Option
                      key={option.value}
                      value={`${morePrefix}${option.value}`}
                      active={option.value === more?.value}
                    >
                      {option.label}
                    </Combobox.Option>
                  ))}
                </Combobox.Group>
              ) : null}
              {shown.length + shownMore.length === 0 ? (
                <Combobox.Empty>{t(wanted ? 'field.nothing' : 'field.none')}</Combobox.Empty>
              ) : null}
            </ScrollArea.Autosize>
            <Combobox.Footer>
              <Combobox.Option value={createOption} className={classes.create}>
                <IconPlus size={14} stroke={1.5} />
                {t('field.create')}
              </Combobox.Option>
            </Combobox.Footer>
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <NewFieldDialog
        opened={creating}
        name={search}
        types={types}
        onClose={() => setCreating(false)}
        onCreate={(field) => {
          addField(field)
          onChange(field.key, field)
          setCreating(false)
        }}
      />
    </>
  )
}

// Neither can be a field key, which is an identifier.
const createOption = '+'
const morePrefix = '*'

export function FieldOption({ field }: { field: FieldDefinition }) {
  const { t } = useTranslation('nodes')
  return (
    <span className={classes.field}>
      <span className={classes.fieldName}>{field.label || field.key}</span>
      <span className={classes.fieldType}>{t(`fieldType.${field.type}`)}</span>
    </span>
  )
}
