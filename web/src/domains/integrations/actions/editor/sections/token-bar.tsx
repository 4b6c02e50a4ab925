import { Button, Popover, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { identifierSchema } from '@tabiji/shared/values/field-type.ts'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from '../../external-actions.module.css'
import { useHasCursor, useInsert } from './insert-target.tsx'
import type { SectionProps } from '../draft/section-props.ts'
import { declareToken, undeclaredTokens } from '../draft/used-tokens.ts'

/** A click inserts a token at the cursor. Undeclared tokens in the texts are offered for declaration. */
export function TokenBar({ draft, onChange, readOnly }: SectionProps) {
  const { t } = useTranslation('externalActions')
  const insert = useInsert()
  if (readOnly) return null
  const undeclared = undeclaredTokens(draft)
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
        <NewToken draft={draft} onChange={onChange} />
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

/** Asks for a name, then writes the value at the cursor and declares it. */
function NewToken({ draft, onChange }: Pick<SectionProps, 'draft' | 'onChange'>) {
  const { t } = useTranslation('externalActions')
  const insert = useInsert()
  const hasCursor = useHasCursor()
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState('')
  const [isSubmitted, setSubmitted] = useState(false)
  const [inserted, setInserted] = useState<string | null>(null)
  // The text field writes the token into the draft first. Both at once would each change the draft of before.
  useEffect(() => {
    if (inserted === null || !undeclaredTokens(draft).includes(inserted)) return
    setInserted(null)
    onChange(declareToken(draft, inserted))
  }, [draft, inserted, onChange])
  const isPlaced = hasCursor()
  const wrong = !identifierSchema.safeParse(name).success
    ? t('tokens.addNameInvalid')
    : draft.tokens.some((token) => token.name === name)
      ? t('tokens.addNameTaken')
      : null
  const close = () => {
    setOpened(false)
    setName('')
    setSubmitted(false)
  }
  const add = () => {
    setSubmitted(true)
    if (wrong !== null) return
    setInserted(name)
    insert(`{{${name}}}`)
    close()
  }
  return (
    <Popover opened={opened} onChange={(next) => !next && close()} width={300} position="bottom-start" trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconPlus size={14} stroke={1.5} />}
          // Keeps the cursor position.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => (opened ? close() : setOpened(true))}
        >
          {t('tokens.add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {isPlaced ? (
          <div className={classes.newToken}>
            <TextInput
              label={t('tokens.addTitle')}
              description={t('tokens.addHelp', { name: `{{${name || '…'}}}` })}
              classNames={{ input: classes.mono ?? '' }}
              value={name}
              maxLength={100}
              spellCheck={false}
              autoComplete="off"
              data-autofocus
              error={isSubmitted ? wrong : undefined}
              onChange={(event) => setName(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return
                // Enter would otherwise save the whole action.
                event.preventDefault()
                add()
              }}
            />
            <Button size="compact-sm" onClick={add}>
              {t('tokens.addInsert')}
            </Button>
          </div>
        ) : (
          <Text size="sm">{t('tokens.addNoCursor')}</Text>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
