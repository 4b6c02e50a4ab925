import { Button, Tooltip, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from '../../external-actions.module.css'
import { useInsert } from './insert-target.tsx'
import type { SectionProps } from '../draft/section-props.ts'
import { declareToken, freeTokenName, undeclaredTokens } from '../draft/used-tokens.ts'

/** A click inserts a token at the cursor. Undeclared tokens in the texts are offered for declaration. */
export function TokenBar({ draft, onChange, readOnly }: SectionProps) {
  const { t } = useTranslation('externalActions')
  const insert = useInsert()
  if (readOnly) return null
  const undeclared = undeclaredTokens(draft)
  const addNew = () => {
    const name = freeTokenName(draft)
    onChange(declareToken(draft, name))
  }
  return (
    <div className={classes.tokenBar}>
      <div className={classes.tokens} role="group" aria-label={t('tokens.insert')}>
        <span className={classes.hint}>{t('tokens.insert')}</span>
        {draft.tokens
          .filter(({ name }) => name !== '')
          .map(({ id, name }) => (
            <Tooltip key={id} label={t('tokens.insertOne', { name: `{{${name}}}` })}>
              <UnstyledButton
                className={classes.token}
                // Keeps the cursor position.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => insert(`{{${name}}}`)}
              >
                {name}
              </UnstyledButton>
            </Tooltip>
          ))}
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconPlus size={14} stroke={1.5} />}
          onClick={addNew}
        >
          {t('tokens.add')}
        </Button>
      </div>
      {undeclared.length > 0 ? (
        <div className={classes.undeclared} role="status">
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
          <span>
            {t('tokens.undeclared', {
              count: undeclared.length,
              names: undeclared.map((name) => `{{${name}}}`).join(', '),
            })}
          </span>
          {undeclared.slice(0, 6).map((name) => (
            <Button key={name} variant="default" size="compact-xs" onClick={() => onChange(declareToken(draft, name))}>
              {t('tokens.declare', { name })}
            </Button>
          ))}
          {undeclared.length > 1 ? (
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={() => onChange(undeclared.reduce((each, name) => declareToken(each, name), draft))}
            >
              {t('tokens.declareAll')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
