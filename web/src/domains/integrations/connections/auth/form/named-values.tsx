import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type NamedValue, newNamedValue } from './named-value.ts'
import classes from '../../connections.module.css'

export type NamedValuesProps = { rows: NamedValue[]; help: string; onChange: (rows: NamedValue[]) => void }

/** Any number of names with values that are not secret. */
export function NamedValues({ rows, help, onChange }: NamedValuesProps) {
  const { t } = useTranslation('connections')
  return (
    <div className={classes.form}>
      {rows.map((row) => {
        const change = (patch: Partial<NamedValue>) =>
          onChange(rows.map((each) => (each.id === row.id ? { ...each, ...patch } : each)))
        return (
          <div key={row.id} className={classes.headerRow}>
            <TextInput
              label={t('auth.oauth.extraName')}
              value={row.name}
              spellCheck={false}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <TextInput
              label={t('auth.oauth.extraValue')}
              value={row.value}
              spellCheck={false}
              onChange={(event) => change({ value: event.currentTarget.value })}
            />
            <ActionIcon
              className={classes.headerRemove}
              aria-label={t('auth.oauth.removeExtra', { name: row.name })}
              onClick={() => onChange(rows.filter((each) => each.id !== row.id))}
            >
              <IconTrash size={16} stroke={1.5} />
            </ActionIcon>
          </div>
        )
      })}
      <div className={classes.withHelp}>
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => onChange([...rows, newNamedValue()])}
          >
            {t('auth.oauth.addExtra')}
          </Button>
        </div>
        <span className={classes.hint}>{help}</span>
      </div>
    </div>
  )
}
