import { ActionIcon, Checkbox, Select, Text, TextInput } from '@mantine/core'
import { fieldTypes } from '@tabiji/shared/values/field-type.ts'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../../../../ui/layout/section.tsx'
import type { TokenRow } from '../draft/action-draft.ts'
import classes from '../../external-actions.module.css'
import type { SectionProps } from '../draft/section-props.ts'
import { renameToken, usedTokens } from '../draft/used-tokens.ts'
import { TokenSettings } from './token-settings.tsx'

/** The tokens that a journey must map: the rows of the Call API panel. */
export function TokensSection({ draft, onChange, findings, readOnly }: SectionProps) {
  const { t } = useTranslation(['externalActions', 'nodes'])
  const used = new Set(usedTokens(draft))
  const set = (id: string, patch: Partial<TokenRow>) =>
    onChange({ ...draft, tokens: draft.tokens.map((token) => (token.id === id ? { ...token, ...patch } : token)) })
  return (
    <Section title={t('externalActions:tokens.title')} text={t('externalActions:tokens.text')}>
      {draft.tokens.length === 0 ? (
        <Text c="dimmed">{t('externalActions:tokens.none')}</Text>
      ) : (
        <div className={classes.rows}>
          {draft.tokens.map((token, index) => {
            const finding = findings.byPath[`tokens[${index}].name`]
            return (
              <div key={token.id} className={classes.tokenRow} role="group" aria-label={token.name}>
                <TextInput
                  aria-label={t('externalActions:tokens.name')}
                  classNames={{ input: classes.mono ?? '' }}
                  value={token.name}
                  error={finding?.message}
                  readOnly={readOnly}
                  spellCheck={false}
                  onChange={(event) => onChange(renameToken(draft, token.id, event.currentTarget.value))}
                />
                <Select
                  aria-label={t('externalActions:tokens.typeOf', { name: token.name })}
                  data={fieldTypes.map((type) => ({ value: type, label: t(`nodes:fieldType.${type}`) }))}
                  value={token.type}
                  readOnly={readOnly}
                  onChange={(type) => type && set(token.id, { type: type as TokenRow['type'] })}
                />
                <Checkbox
                  label={t('externalActions:tokens.required')}
                  checked={token.required && token.generated === undefined}
                  disabled={readOnly || token.generated !== undefined}
                  onChange={(event) => set(token.id, { required: event.currentTarget.checked })}
                />
                <span className={classes.hint}>
                  {used.has(token.name) || token.name === '' ? null : t('externalActions:tokens.unused')}
                </span>
                {readOnly ? null : (
                  <ActionIcon
                    aria-label={t('externalActions:tokens.remove', { name: token.name })}
                    onClick={() => onChange({ ...draft, tokens: draft.tokens.filter(({ id }) => id !== token.id) })}
                  >
                    <IconX size={16} stroke={1.5} />
                  </ActionIcon>
                )}
                <TokenSettings token={token} readOnly={readOnly} onChange={(patch) => set(token.id, patch)} />
              </div>
            )
          })}
        </div>
      )}
    </Section>
  )
}
