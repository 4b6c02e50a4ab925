import { ActionIcon, Button, Select, Tooltip } from '@mantine/core'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { IconPlus, IconTrash, IconUserEdit } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { type DraftConfig, defineNodeView } from '../definition/define-node-view.tsx'
import { ChipText } from '../form/text/chip-text.tsx'
import { FieldPicker } from '../form/field/field-picker.tsx'
import classes from '../form/form.module.css'
import { formatField } from '@tabiji/shared/values/format-field.ts'
import { useNodeForm } from '../form/node-form-context.tsx'
import { readableText } from '../form/text/readable-text.ts'
import { ValueInput } from '../form/field/value-input.tsx'

const texts = defineTexts({
  en: {
    field: 'Field to change',
    to: 'New value',
    how: 'Set it to',
    hows: { value: 'A value', template: 'A text with values', empty: 'Nothing (clear it)' },
    add: 'Add field',
    remove: 'Remove',
    cleared: 'empty',
    summary: (field: string, value: string) => `${field} = ${value}`,
    more: (first: string, count: number) => `${first} and ${count} more`,
  },
  ja: {
    field: '変更するフィールド',
    to: '新しい値',
    how: '設定する内容',
    hows: { value: '値', template: '値入りテキスト', empty: '空にする' },
    add: 'フィールドを追加',
    remove: '削除',
    cleared: '空',
    summary: (field: string, value: string) => `${field} = ${value}`,
    more: (first: string, count: number) => `${first} ほか ${count} 件`,
  },
})

type Assignment = NonNullable<DraftConfig<'updateField'>['assignments']>[number]
type Value = Assignment['value']

export const updateField = defineNodeView('updateField', {
  icon: IconUserEdit,
  category: 'data',
  texts: {
    en: {
      description: 'Writes values into the person’s fields',
      outlets: { next: 'Next' },
      parts: { assignments: 'a field to change' },
    },
    ja: {
      description: '参加者のフィールドに値を書き込む',
      outlets: { next: '次へ' },
      parts: { assignments: '変更するフィールド' },
    },
  },
  settings: {
    assignments: { en: 'Field', ja: 'フィールド' },
  },
  summary: ({ assignments = [] }, context) => {
    const [first, ...rest] = assignments
    const text = texts[context.locale]
    if (!first || first.field === '') return ''
    const name = context.fields.find(({ key }) => key === first.field)?.label || first.field
    const value = isTemplate(first.value) ? readableText(first.value.template, context) : formatField(first.value)
    const said = text.summary(name, value === '' ? text.cleared : value)
    return rest.length === 0 ? said : text.more(said, rest.length)
  },
  Form: function UpdateFieldForm({ config, onChange }) {
    const text = texts[useLocale()]
    const { readOnly } = useNodeForm()
    const assignments = config.assignments ?? []
    const change = (next: Assignment[]) => onChange({ ...config, assignments: next })
    return (
      <div className={classes.stack}>
        {assignments.map((assignment, index) => (
          // The same field may be set twice, so only the index identifies an assignment.
          <div key={index} className={classes.card}>
            <div className={classes.cardHead}>
              <FieldPicker
                aria-label={text.field}
                value={assignment.field || null}
                onChange={(field) => change(assignments.with(index, { field, value: '' }))}
              />
              <Tooltip label={text.remove}>
                <ActionIcon
                  aria-label={text.remove}
                  disabled={readOnly}
                  onClick={() => change(assignments.toSpliced(index, 1))}
                >
                  <IconTrash size={16} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
            </div>
            <AssignedValue
              assignment={assignment}
              onChange={(value) => change(assignments.with(index, { ...assignment, value }))}
            />
          </div>
        ))}
        {readOnly || assignments.length >= 50 ? null : (
          <div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} stroke={1.5} />}
              onClick={() => change([...assignments, { field: '', value: '' }])}
            >
              {text.add}
            </Button>
          </div>
        )}
      </div>
    )
  },
})

function AssignedValue({ assignment, onChange }: { assignment: Assignment; onChange: (value: Value) => void }) {
  const text = texts[useLocale()]
  const { fields, readOnly } = useNodeForm()
  const field: FieldDefinition | undefined = fields.find(({ key }) => key === assignment.field)
  if (!field) return null
  const { value } = assignment
  const how = isTemplate(value) ? 'template' : value === null ? 'empty' : 'value'
  return (
    <>
      <Select
        label={text.how}
        data={Object.entries(text.hows).map(([key, label]) => ({ value: key, label }))}
        value={how}
        disabled={readOnly}
        onChange={(next) => onChange(next === 'template' ? { template: '' } : next === 'empty' ? null : '')}
      />
      {isTemplate(value) ? (
        <ChipText label={text.to} hideLabel value={value.template} onChange={(template) => onChange({ template })} />
      ) : how === 'value' ? (
        <ValueInput
          aria-label={text.to}
          type={field.type}
          options={field.options}
          value={value === '' ? undefined : value}
          onChange={(next) => onChange(next ?? '')}
        />
      ) : null}
    </>
  )
}

function isTemplate(value: Value): value is { template: string } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
