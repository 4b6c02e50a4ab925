import { ActionIcon, Button, Select, Text, TextInput } from '@mantine/core'
import type { ExtractedOutput } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import { fieldTypes } from '@tabiji/shared/values/field-type.ts'
import { formatField } from '@tabiji/shared/values/format-field.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { IconArrowRight, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../../i18n/use-locale.ts'
import { Section } from '../../../../../ui/layout/section.tsx'
import { type ExtractRow, rowId } from '../draft/action-draft.ts'
import classes from '../../external-actions.module.css'
import type { SectionProps } from '../draft/section-props.ts'

export type ExtractSectionProps = SectionProps & {
  /** The outputs that the rules find in the last reply, by name; null without a reply. */
  found: Record<string, ExtractedOutput> | null
}

/** The outputs of the reply that journeys can use. */
export function ExtractSection({ draft, onChange, findings, readOnly, found }: ExtractSectionProps) {
  const { t } = useTranslation('externalActions')
  const set = (id: string, patch: Partial<ExtractRow>) =>
    onChange({ ...draft, extract: draft.extract.map((rule) => (rule.id === id ? { ...rule, ...patch } : rule)) })
  return (
    <Section title={t('extract.title')} text={t('extract.text')}>
      {draft.extract.length === 0 ? <Text c="dimmed">{t('extract.none')}</Text> : null}
      {draft.extract.length > 0 ? (
        <div className={classes.rules}>
          {draft.extract.map((rule, index) => (
            <Rule
              key={rule.id}
              rule={rule}
              nameError={findings.byPath[`extract[${index}].name`]?.message}
              pathError={findings.byPath[`extract[${index}].path`]?.message}
              found={found && Object.hasOwn(found, rule.name.trim()) ? found[rule.name.trim()] : undefined}
              readOnly={readOnly}
              onChange={(patch) => set(rule.id, patch)}
              onRemove={() => onChange({ ...draft, extract: draft.extract.filter(({ id }) => id !== rule.id) })}
            />
          ))}
        </div>
      ) : null}
      {readOnly ? null : (
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() =>
              onChange({
                ...draft,
                extract: [
                  ...draft.extract,
                  { id: rowId(), name: '', path: '$.', type: 'text', ifMissing: 'empty', fallback: '' },
                ],
              })
            }
          >
            {t('extract.add')}
          </Button>
        </div>
      )}
    </Section>
  )
}

type RuleProps = {
  rule: ExtractRow
  nameError: string | undefined
  pathError: string | undefined
  found: ExtractedOutput | undefined
  readOnly: boolean
  onChange: (patch: Partial<ExtractRow>) => void
  onRemove: () => void
}

function Rule({ rule, nameError, pathError, found, readOnly, onChange, onRemove }: RuleProps) {
  const { t } = useTranslation(['externalActions', 'nodes'])
  const locale = useLocale()
  return (
    <div className={classes.rule}>
      <TextInput
        aria-label={t('externalActions:extract.path')}
        placeholder="$.ticket.id"
        classNames={{ input: classes.mono ?? '' }}
        value={rule.path}
        error={pathError}
        readOnly={readOnly}
        spellCheck={false}
        onChange={(event) => onChange({ path: event.currentTarget.value })}
      />
      <IconArrowRight size={16} stroke={1.5} aria-hidden="true" className={classes.ruleArrow} />
      <TextInput
        aria-label={t('externalActions:extract.name')}
        placeholder={t('externalActions:extract.name')}
        classNames={{ input: classes.mono ?? '' }}
        value={rule.name}
        error={nameError}
        readOnly={readOnly}
        spellCheck={false}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        aria-label={t('externalActions:extract.typeOf', { name: rule.name })}
        data={fieldTypes.map((type) => ({ value: type, label: t(`nodes:fieldType.${type}`) }))}
        value={rule.type}
        readOnly={readOnly}
        onChange={(type) => type && onChange({ type: type as ExtractRow['type'] })}
      />
      {readOnly ? (
        <span />
      ) : (
        <ActionIcon aria-label={t('externalActions:extract.remove', { name: rule.name })} onClick={onRemove}>
          <IconX size={16} stroke={1.5} />
        </ActionIcon>
      )}
      <div className={classes.ruleFoot}>
        <span className={classes.hint}>{t('externalActions:extract.ifMissing')}</span>
        <Select
          size="xs"
          aria-label={t('externalActions:extract.ifMissingOf', { name: rule.name })}
          data={(['empty', 'fail', 'default'] as const).map((value) => ({
            value,
            label: t(`externalActions:extract.missing.${value}`),
          }))}
          value={rule.ifMissing}
          readOnly={readOnly}
          onChange={(ifMissing) => ifMissing && onChange({ ifMissing: ifMissing as ExtractRow['ifMissing'] })}
        />
        {rule.ifMissing === 'default' ? (
          <TextInput
            size="xs"
            aria-label={t('externalActions:extract.fallbackOf', { name: rule.name })}
            placeholder={t('externalActions:extract.fallback')}
            value={rule.fallback}
            readOnly={readOnly}
            onChange={(event) => onChange({ fallback: event.currentTarget.value })}
          />
        ) : null}
        {found ? (
          <span className={classes.found} data-issue={found.issue ? true : undefined}>
            {found.issue
              ? formatIssue(found.issue, locale)
              : t('externalActions:extract.found', { value: shorten(formatField(found.value)) || '–' })}
          </span>
        ) : null}
      </div>
    </div>
  )
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
