import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { defineTexts } from '../../../../../i18n/define-texts.ts'
import { useLocale } from '../../../../../i18n/use-locale.ts'
import classes from '../../connections.module.css'
import { checkRequired, defineAuthForm, type KindFieldsProps, missing } from '../form/define-auth-form.ts'
import { type NamedValue, newNamedValue } from '../form/named-value.ts'
import { SecretInput } from '../form/secret-input.tsx'

type Values = { headers: NamedValue[] }

const texts = defineTexts({
  en: {
    title: 'Secret headers',
    help: 'Several headers with secret values.',
    name: 'Header name',
    value: 'Secret value',
    add: 'Add header',
    remove: (name: string) => `Remove header ${name}`,
  },
  ja: {
    title: '秘密のヘッダー',
    help: '秘密の値を持つ複数のヘッダーを送信します。',
    name: 'ヘッダー名',
    value: '秘密の値',
    add: 'ヘッダーを追加',
    remove: (name: string) => `ヘッダー ${name} を削除`,
  },
})

export const secretHeaders = defineAuthForm<'secretHeaders', Values>({
  order: 5,
  texts,
  blank: () => ({ headers: [newNamedValue()] }),
  valuesOf: ({ headers }) => ({
    headers: headers.length > 0 ? headers.map((header) => ({ ...newNamedValue(), ...header })) : [newNamedValue()],
  }),
  authOf: ({ headers }) => ({
    kind: 'secretHeaders',
    headers: filledRows(headers).map(({ name, value }) => ({ name: name.trim(), value })),
  }),
  check: ({ headers }) => {
    const rows = filledRows(headers)
    if (rows.length === 0) return { 'auth.headers[0].name': missing }
    const found = rows.map(({ name, value }, index) => {
      const [nameField, valueField] = [`headers[${index}].name`, `headers[${index}].value`]
      return checkRequired({ [nameField]: name, [valueField]: value }, [nameField, valueField])
    })
    return Object.assign({}, ...found)
  },
  fields: ({ headers }) =>
    headers.flatMap(({ name }, index) => [
      `headers[${index}].name`,
      `headers[${index}].value`,
      // The server's path of a secret has the header name instead of the index.
      `headers.${name.toLowerCase()}`,
    ]),
  Fields,
})

/** The rows with content. The form always shows at least one row. */
function filledRows(headers: readonly NamedValue[]): NamedValue[] {
  return headers.filter(({ name, value }) => name.trim() !== '' || value !== '')
}

function Fields({ values: { headers }, onChange, errors }: KindFieldsProps<Values>) {
  const text = texts[useLocale()]
  return (
    <>
      {headers.map((header, index) => {
        const set = (patch: Partial<NamedValue>) =>
          onChange({ headers: headers.map((each) => (each.id === header.id ? { ...each, ...patch } : each)) })
        return (
          <div key={header.id} className={classes.headerRow}>
            <TextInput
              label={text.name}
              value={header.name}
              error={errors[`auth.headers[${index}].name`]}
              spellCheck={false}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <SecretInput
              label={text.value}
              value={header.value}
              error={errors[`auth.headers[${index}].value`] ?? errors[`auth.headers.${header.name.toLowerCase()}`]}
              onChange={(value) => set({ value })}
            />
            <ActionIcon
              className={classes.headerRemove}
              aria-label={text.remove(header.name)}
              disabled={headers.length === 1}
              onClick={() => onChange({ headers: headers.filter((each) => each.id !== header.id) })}
            >
              <IconTrash size={16} stroke={1.5} />
            </ActionIcon>
          </div>
        )
      })}
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} stroke={1.5} />}
          onClick={() => onChange({ headers: [...headers, newNamedValue()] })}
        >
          {text.add}
        </Button>
      </div>
    </>
  )
}
