import { Button, Checkbox, Code, Radio, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconInfoCircle, IconLock, IconPlus, IconSearch } from '@tabler/icons-react'
import type { ExternalActionContent } from '@tabiji/shared/http-call/action/external-action.ts'
import { formatField } from '@tabiji/shared/values/format-field.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { type SavedConnection, useActionDrawers } from '../../../../lib/action-drawers.ts'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { Section } from '../../../../ui/layout/section.tsx'
import { authFormOf } from '../../connections/auth/auth-forms.ts'
import classes from './import.module.css'
import { connectionName, type ImportResult, matchingConnections, type OptionalField } from './import-result.ts'

export type ImportReviewProps = {
  imported: ImportResult
  /** Keys of the optional fields that are included. */
  include: readonly string[]
  busy: boolean
  /** The error of importing the operation again. */
  error: unknown
  onInclude: (include: string[]) => void
  onBack: () => void
  onReady: (action: ExternalActionContent & { connectionId: string }) => void
}

const optionalShown = 12

/** The imported action, the notes, and the connection to use. */
export function ImportReview({ imported, include, busy, error, onInclude, onBack, onReady }: ImportReviewProps) {
  const { t } = useTranslation(['actionImport', 'connections', 'nodes'])
  const locale = useLocale()
  const trpc = useTRPC()
  const mayConnect = useHasRole('admin')
  const { ConnectionDrawer } = useActionDrawers()
  const [connecting, setConnecting] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const [isSubmitted, setSubmitted] = useState(false)
  const [ticked, setTicked] = useState(include)
  const [typedName, setTypedName] = useState<string | null>(null)
  const readAnew = useDebouncedCallback(onInclude, 600)
  const tick = (keys: string[]) => {
    setTicked(keys)
    readAnew(keys)
  }
  const isBehind = busy || ticked.join() !== include.join()
  const connections = useQuery(trpc.connections.list.queryOptions({ limit: 200 }))
  const { action, connection, notes } = imported
  const matches = matchingConnections(imported, connections.data?.items ?? [])
  const value = chosen ?? matches[0]?.connection.id ?? (mayConnect ? 'new' : null)
  const go = (saved: SavedConnection | (typeof matches)[number]['connection']) => {
    const path = matchingConnections(imported, [saved])[0]?.path ?? action.path
    onReady({ ...action, name: typedName?.trim() || action.name, path, connectionId: saved.id })
  }
  const next = () => {
    const match = matches.find(({ connection: { id } }) => id === value)
    if (match) go(match.connection)
    else if (value === 'new') setConnecting(true)
    else setSubmitted(true)
  }
  return (
    <>
      <form
        className={classes.flow}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          next()
        }}
      >
        <Section title={t('actionImport:review.found')} text={t('actionImport:review.foundText')}>
          <TextInput
            label={t('actionImport:review.name')}
            value={typedName ?? action.name}
            maxLength={200}
            onChange={(event) => setTypedName(event.currentTarget.value)}
          />
          <div className={classes.call}>
            <span className={classes.method}>{action.method}</span>
            <Code className={classes.url}>
              {connection.baseUrl}
              {action.path}
            </Code>
          </div>
          {action.tokens.length > 0 ? (
            <dl className={classes.tokens}>
              {action.tokens.map(({ name, type, sample }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    {t(`nodes:fieldType.${type}`)}
                    {sample === undefined ? null : <span className={classes.hint}> · {formatField(sample)}</span>}
                  </dd>
                </div>
              ))}
            </dl>
          ) : (
            <Text c="dimmed">{t('actionImport:review.noTokens')}</Text>
          )}
        </Section>
        {notes.length > 0 ? (
          <Section title={t('actionImport:review.notes')}>
            <ul className={classes.notes}>
              {notes.map((note) => (
                <li key={note}>
                  <IconInfoCircle size={16} stroke={1.5} aria-hidden="true" />
                  <span>{note}</span>
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
        {error ? <ErrorNotice error={error} /> : null}
        <OptionalFields offered={imported.optional ?? []} ticked={ticked} onTick={tick} />
        <Section title={t('actionImport:review.connection')} text={t('actionImport:review.connectionText')}>
          {connections.error ? (
            <ErrorNotice error={connections.error} onRetry={() => void connections.refetch()} />
          ) : !connections.data ? (
            <FormSkeleton fields={2} />
          ) : (
            <Radio.Group
              aria-label={t('actionImport:review.connection')}
              value={value}
              error={isSubmitted && value === null ? t('actionImport:review.connectionMissing') : undefined}
              onChange={setChosen}
            >
              <div className={classes.choices}>
                {matches.map(({ connection: { id, name, baseUrl } }) => (
                  <Radio key={id} value={id} label={name} description={baseUrl} />
                ))}
                {mayConnect ? (
                  <Radio
                    value="new"
                    label={t('actionImport:review.newConnection')}
                    description={
                      <span className={classes.secret}>
                        {connection.baseUrl} · {authFormOf(connection.auth.kind).texts[locale].title}
                        {hasSecret(connection.auth) ? (
                          <>
                            <IconLock size={14} stroke={1.5} aria-hidden="true" />
                            {t('actionImport:review.secretKept')}
                          </>
                        ) : null}
                      </span>
                    }
                  />
                ) : matches.length === 0 ? (
                  <Text>{t('actionImport:review.askAdmin', { baseUrl: connection.baseUrl })}</Text>
                ) : null}
              </div>
            </Radio.Group>
          )}
        </Section>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onBack}>
            {t('actionImport:back')}
          </Button>
          <Button
            type="submit"
            disabled={value === null}
            loading={isBehind}
            {...(value === 'new' && { leftSection: <IconPlus size={16} stroke={1.5} /> })}
          >
            {t(value === 'new' ? 'actionImport:review.connect' : 'actionImport:review.open')}
          </Button>
        </div>
      </form>
      <ConnectionDrawer
        opened={connecting}
        connector="http"
        proposed={{ name: connectionName(connection.baseUrl), baseUrl: connection.baseUrl, auth: connection.auth }}
        onSaved={(saved) => {
          setConnecting(false)
          go(saved)
        }}
        onClose={() => setConnecting(false)}
      />
    </>
  )
}

function hasSecret(auth: ImportResult['connection']['auth']): boolean {
  return Object.entries(auth).some(
    ([name, value]) =>
      (/^(password|token|value|clientSecret)$/.test(name) && value !== '') ||
      (name === 'headers' && Array.isArray(value) && value.some((header) => header.value !== '')),
  )
}

type OptionalFieldsProps = {
  offered: readonly OptionalField[]
  ticked: readonly string[]
  onTick: (keys: string[]) => void
}

/** The optional fields of the API. Ticking one imports the operation again with it. */
function OptionalFields({ offered, ticked, onTick }: OptionalFieldsProps) {
  const { t } = useTranslation('actionImport')
  const [typed, setTyped] = useState('')
  const [known, setKnown] = useState<readonly OptionalField[]>([])
  // The server no longer offers an included field, but it must stay listed so that it can be removed.
  const kept = known.filter(({ key }) => ticked.includes(key) && !offered.some((field) => field.key === key))
  const all = [...kept, ...offered]
  if (all.length === 0) return null
  const word = typed.trim().toLowerCase()
  const found = all.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(word))
  const toggle = (field: OptionalField) => {
    setKnown((before) => [...before.filter(({ key }) => key !== field.key), field])
    onTick(ticked.includes(field.key) ? ticked.filter((key) => key !== field.key) : [...ticked, field.key])
  }
  return (
    <Section title={t('review.optional')} text={t('review.optionalText')}>
      {all.length > optionalShown ? (
        <TextInput
          type="search"
          aria-label={t('review.optionalSearch')}
          placeholder={t('review.optionalSearch')}
          leftSection={<IconSearch size={16} stroke={1.5} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : null}
      <div className={classes.optional}>
        {found.slice(0, word === '' ? optionalShown + kept.length : 50).map((field) => (
          <Checkbox
            key={field.key}
            label={field.name}
            description={field.description || undefined}
            checked={ticked.includes(field.key)}
            onChange={() => toggle(field)}
          />
        ))}
      </div>
      {word === '' && all.length > optionalShown ? (
        <Text c="dimmed">{t('review.optionalMore', { count: all.length - optionalShown - kept.length })}</Text>
      ) : null}
    </Section>
  )
}
