import { Select } from '@mantine/core'
import type { SignalTest } from '@tabiji/shared/conditions/condition.ts'
import { trackableLinks } from '@tabiji/shared/text/mail-links.ts'
import { useTranslation } from 'react-i18next'
import classes from '../form.module.css'
import { useNodeForm } from '../node-form-context.tsx'

export type LinkPickerProps = { test: SignalTest; onChange: (test: SignalTest) => void }

/** Chooses a link of the mail: one that its text has now, or the one chosen before. */
export function LinkPicker({ test, onChange }: LinkPickerProps) {
  const { t } = useTranslation('nodes')
  const { nodes } = useNodeForm()
  const byAddress = new Map<string, string>()
  for (const node of nodes) {
    const { body } = node.config
    if (typeof body !== 'string' || (test.node !== undefined && node.id !== test.node)) continue
    for (const { href, label } of trackableLinks(body)) byAddress.set(href, label)
  }
  if (test.link !== undefined && !byAddress.has(test.link)) byAddress.set(test.link, '')
  return (
    <Select
      aria-label={t('condition.link')}
      data={[
        { value: '', label: t('condition.anyLink') },
        ...[...byAddress].map(([href, label]) => ({ value: href, label: label || href })),
      ]}
      renderOption={({ option }) => (
        <span className={classes.linkOption}>
          <span>{option.label}</span>
          {option.value !== '' && option.value !== option.label ? (
            <span className={classes.linkAddress}>{option.value}</span>
          ) : null}
        </span>
      )}
      value={test.link ?? ''}
      onChange={(link) => {
        const { link: _before, ...rest } = test
        onChange(link ? { ...rest, link } : rest)
      }}
    />
  )
}
