import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type NamedRow, rowId } from '../draft/action-draft.ts'
import type { Findings } from '../draft/draft-findings.ts'
import classes from '../../external-actions.module.css'
import { TemplateInput } from './template-input.tsx'

export type NamedRowsProps = {
  label: string
  addLabel: string
  rows: readonly NamedRow[]
  onChange: (rows: NamedRow[]) => void
  findings: Findings
  /** `headers` for `headers[0].name`. */
  path: string
  namePlaceholder?: string
  readOnly: boolean
}

export function NamedRows({
  label,
  addLabel,
  rows,
  onChange,
  findings,
  path,
  namePlaceholder,
  readOnly,
}: NamedRowsProps) {
  const { t } = useTranslation('externalActions')
  const set = (id: string, patch: Partial<NamedRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...patch } : row)))
  // Empty rows are not sent, so they have no index in the paths of findings.
  const numbers = new Map(
    rows.filter(({ name, value }) => name.trim() !== '' || value !== '').map(({ id }, index) => [id, index]),
  )
  return (
    <div role="group" aria-label={label} className={classes.rows}>
      {rows.length > 0 ? <span className={classes.label}>{label}</span> : null}
      {rows.map((row) => (
        <div key={row.id} className={classes.namedRow}>
          <TemplateInput
            aria-label={t('rowName')}
            placeholder={namePlaceholder ?? t('rowName')}
            value={row.name}
            readOnly={readOnly}
            finding={findings.byPath[`${path}[${numbers.get(row.id)}].name`]}
            onChange={(name) => set(row.id, { name })}
          />
          <TemplateInput
            aria-label={t('rowValueOf', { name: row.name })}
            placeholder={t('rowValue')}
            value={row.value}
            readOnly={readOnly}
            finding={findings.byPath[`${path}[${numbers.get(row.id)}].value`]}
            onChange={(value) => set(row.id, { value })}
          />
          {readOnly ? null : (
            <ActionIcon
              className={classes.rowRemove}
              aria-label={t('removeRow', { name: row.name })}
              onClick={() => onChange(rows.filter((each) => each.id !== row.id))}
            >
              <IconX size={16} stroke={1.5} />
            </ActionIcon>
          )}
        </div>
      ))}
      {readOnly ? null : (
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => onChange([...rows, { id: rowId(), name: '', value: '' }])}
          >
            {addLabel}
          </Button>
        </div>
      )}
    </div>
  )
}
