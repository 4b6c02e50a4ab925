import {
  ActionIcon,
  Button,
  Checkbox,
  MultiSelect,
  Select,
  Stack,
  TagsInput,
  TextInput,
  Tooltip,
  UnstyledButton,
} from '@mantine/core'
import { type FieldDefinition, type FieldType, fieldTypes, identifierSchema } from '@tabiji/shared/values/field-type.ts'
import { IconPlus, IconTrash, IconX } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldKeyFor } from '../../../../nodes/form/field/field-key-for.ts'
import { FieldOption } from '../../../../nodes/form/field/field-picker.tsx'
import { AlertsSection } from './alerts-section.tsx'
import classes from './config-panel.module.css'
import { useEditor, useEditorState } from '../context/editor-context.tsx'

const reentries = ['never', 'afterEnd', 'always'] as const

/** The settings of the journey: its time zone, its fields, and what identifies a participant. */
export function SettingsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('editor')
  const { journeyId, store } = useEditor()
  const document = useEditorState((state) => state.document)
  const readOnly = useEditorState((state) => state.readOnly)
  const zones = useMemo(
    () => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), document.timeZone])],
    [document.timeZone],
  )
  return (
    <aside className={classes.panel} data-editor-panel aria-label={t('settings')} onBlur={() => store.sealHistory()}>
      <header className={classes.head}>
        <h2 className={classes.title}>{t('settings')}</h2>
        <Tooltip label={t('panel.close')}>
          <ActionIcon aria-label={t('panel.close')} onClick={onClose}>
            <IconX size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={classes.body}>
        <Select
          label={t('settingsPanel.timeZone')}
          description={t('settingsPanel.timeZoneHint')}
          data={zones}
          value={document.timeZone}
          searchable
          disabled={readOnly}
          onChange={(timeZone) => timeZone && store.changeSettings({ timeZone })}
        />
        <Fields fields={document.fields} readOnly={readOnly} onChange={(fields) => store.changeSettings({ fields })} />
        <MultiSelect
          label={t('settingsPanel.uniqueBy')}
          description={t('settingsPanel.uniqueByHint')}
          data={[
            ...new Map(
              [
                ...document.fields.map(({ key, label }) => ({ value: key, label: label || key })),
                ...document.uniqueBy.map((key) => ({ value: key, label: key })),
              ]
                .toReversed()
                .map((option) => [option.value, option]),
            ).values(),
          ].toReversed()}
          value={document.uniqueBy}
          disabled={readOnly}
          onChange={(uniqueBy) => uniqueBy.length > 0 && store.changeSettings({ uniqueBy })}
        />
        <Select
          label={t('settingsPanel.reentry')}
          data={reentries.map((value) => ({ value, label: t(`settingsPanel.reentries.${value}`) }))}
          value={document.reentry}
          disabled={readOnly}
          onChange={(reentry) => reentry && store.changeSettings({ reentry: reentry as (typeof reentries)[number] })}
        />
        <AlertsSection journeyId={journeyId} />
      </div>
    </aside>
  )
}

type FieldsProps = { fields: FieldDefinition[]; readOnly: boolean; onChange: (fields: FieldDefinition[]) => void }

function Fields({ fields, readOnly, onChange }: FieldsProps) {
  const { t } = useTranslation('editor')
  const [opened, setOpened] = useState<number | null>(null)
  return (
    <section>
      <h3 className={classes.sectionTitle}>{t('settingsPanel.fields')}</h3>
      <p className={classes.hint}>{t('settingsPanel.fieldsHint')}</p>
      <div className={classes.fields}>
        {fields.map((field, index) =>
          index === opened && !readOnly ? (
            // The key may change while it is typed; the index does not.
            <FieldEditor
              key={index}
              field={field}
              others={fields.filter((_, other) => other !== index).map(({ key }) => key)}
              onChange={(next) => onChange(fields.with(index, next))}
              onRemove={() => {
                setOpened(null)
                onChange(fields.toSpliced(index, 1))
              }}
            />
          ) : (
            <UnstyledButton
              key={index}
              className={classes.fieldButton}
              aria-label={t('settingsPanel.editField', { field: field.label || field.key })}
              onClick={() => setOpened(index)}
            >
              <FieldOption field={field} />
            </UnstyledButton>
          ),
        )}
        {readOnly ? null : (
          <div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} stroke={1.5} />}
              onClick={() => {
                onChange([
                  ...fields,
                  {
                    key: fieldKeyFor(
                      'field',
                      fields.map(({ key }) => key),
                    ),
                    type: 'text',
                  },
                ])
                setOpened(fields.length)
              }}
            >
              {t('settingsPanel.addField')}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

type FieldEditorProps = {
  field: FieldDefinition
  others: string[]
  onChange: (field: FieldDefinition) => void
  onRemove: () => void
}

function FieldEditor({ field, others, onChange, onRemove }: FieldEditorProps) {
  const { t } = useTranslation(['editor', 'nodes'])
  // An invalid key is kept here until it becomes valid; the draft only ever holds valid keys.
  const [key, setKey] = useState(field.key)
  const problem = !identifierSchema.safeParse(key).success
    ? t('editor:settingsPanel.keyInvalid')
    : others.includes(key)
      ? t('editor:settingsPanel.keyTaken')
      : null
  const hasOptions = field.type === 'select' || field.type === 'multiSelect'
  return (
    <div className={classes.fieldMore}>
      <TextInput
        label={t('editor:settingsPanel.label')}
        value={field.label ?? ''}
        maxLength={200}
        onChange={(event) => {
          const { label: _before, ...rest } = field
          onChange(event.currentTarget.value ? { ...rest, label: event.currentTarget.value } : rest)
        }}
      />
      <TextInput
        label={t('editor:settingsPanel.key')}
        description={t('editor:settingsPanel.keyUsed')}
        value={key}
        error={problem}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onChange={(event) => {
          const next = event.currentTarget.value
          setKey(next)
          if (identifierSchema.safeParse(next).success && !others.includes(next)) onChange({ ...field, key: next })
        }}
      />
      <Select
        label={t('editor:settingsPanel.type')}
        data={fieldTypes.map((type) => ({ value: type, label: t(`nodes:fieldType.${type}`) }))}
        value={field.type}
        onChange={(type) => type && onChange({ ...field, type: type as FieldType })}
      />
      {hasOptions ? (
        <TagsInput
          label={t('editor:settingsPanel.options')}
          value={field.options ?? []}
          onChange={(options) => onChange({ ...field, options })}
        />
      ) : null}
      <Stack gap={8} align="flex-start">
        <Checkbox
          label={t('editor:settingsPanel.required')}
          checked={field.required ?? false}
          onChange={(event) => onChange({ ...field, required: event.currentTarget.checked })}
        />
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconTrash size={14} stroke={1.5} />}
          onClick={onRemove}
        >
          {t('editor:settingsPanel.removeField', { field: field.label || field.key })}
        </Button>
      </Stack>
    </div>
  )
}
