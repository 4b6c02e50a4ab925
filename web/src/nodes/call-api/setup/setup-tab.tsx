import { Button, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActionDrawers } from '../../../lib/action-drawers.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import type { NodeFormProps } from '../../definition/define-node-view.tsx'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import { SendTimesInput } from '../../form/time/send-times-input.tsx'
import classes from '../call-api.module.css'
import { CallbackSection } from '../callback/callback-section.tsx'
import { configForAction } from './config-for-action.ts'
import { fieldsReadBy } from '../fields-read-by.ts'
import { Outputs } from '../outputs.tsx'
import { TokenRow } from './token-row.tsx'

/** The connection, then the external action, then a row for each token, then the outputs to save. */
export function SetupTab({ config, onChange }: NodeFormProps<'callApi'>) {
  const { t } = useTranslation('nodes')
  const trpc = useTRPC()
  const { journeyId, externalActions, fields, readOnly } = useNodeForm()
  const connections = useQuery(trpc.connections.list.queryOptions({ limit: 200 }))
  // Participants may enter while an editor maps values.
  const coverage = useQuery(
    trpc.participants.coverage.queryOptions(
      { journeyId, fields: fieldsReadBy(config).toSorted() },
      { placeholderData: keepPreviousData, refetchInterval: 30_000, staleTime: 5_000 },
    ),
  )
  const [chosenConnection, setChosenConnection] = useState<string | null>(null)
  const { ConnectionDrawer, ExternalActionDrawer } = useActionDrawers()
  const [addingConnection, connectionDrawer] = useDisclosure(false)
  /** Null for a new one, undefined for none. */
  const [openedAction, setOpenedAction] = useState<string | null>()
  useOnlyAction({ config, onChange })
  if (!externalActions) return <FormSkeleton fields={3} />

  const actionId = config.externalActionId
  const action = actionId ? externalActions.get(actionId) : undefined
  const onlyConnection = connections.data?.items.length === 1 ? connections.data.items[0]!.id : null
  const connectionId = chosenConnection ?? action?.connectionId ?? onlyConnection
  const actions = [...externalActions].filter(([, each]) => connectionId === null || each.connectionId === connectionId)
  const mappings = config.tokens ?? {}
  const strays = action
    ? Object.keys(mappings).filter((name) => !action.tokens.some((token) => token.name === name))
    : []

  return (
    <div className={formClasses.stack}>
      <div>
        <Select
          label={t('callApi.connection')}
          placeholder={t('callApi.chooseConnection')}
          data={(connections.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={connectionId}
          searchable
          disabled={readOnly}
          onChange={(id) => {
            setChosenConnection(id)
            const own = [...externalActions].filter(([, each]) => each.connectionId === id)
            const [only] = own
            // When the connection has only one action, it is chosen.
            if (own.length === 1 && only) onChange(configForAction(config, only[0], only[1], fields))
          }}
        />
        {readOnly ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={connectionDrawer.open}
          >
            {t('callApi.newConnection')}
          </Button>
        )}
      </div>
      <div>
        <Select
          label={t('callApi.action')}
          placeholder={t('callApi.chooseAction')}
          description={
            actions.length > 0 ? undefined : t(connectionId === null ? 'callApi.noConnection' : 'callApi.noAction')
          }
          data={actions.map(([id, { name, method }]) => ({ value: id, label: `${name} · ${method}` }))}
          value={action && actions.some(([id]) => id === actionId) ? (actionId ?? null) : null}
          searchable
          disabled={readOnly || actions.length === 0}
          onChange={(id) => {
            const next = id ? externalActions.get(id) : undefined
            if (!id || !next) return
            setChosenConnection(null)
            onChange(configForAction(config, id, next, fields))
          }}
        />
        <div className={classes.links}>
          {readOnly ? null : (
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<IconPlus size={14} stroke={1.5} />}
              onClick={() => setOpenedAction(null)}
            >
              {t('callApi.newAction')}
            </Button>
          )}
          {action && actionId ? (
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<IconPencil size={14} stroke={1.5} />}
              onClick={() => setOpenedAction(actionId)}
            >
              {t('callApi.editAction')}
            </Button>
          ) : null}
        </div>
      </div>
      <ConnectionDrawer
        opened={addingConnection}
        onClose={connectionDrawer.close}
        onSaved={({ id }) => {
          setChosenConnection(id)
          connectionDrawer.close()
        }}
      />
      <ExternalActionDrawer
        opened={openedAction !== undefined}
        externalActionId={openedAction ?? null}
        connectionId={connectionId ?? undefined}
        onClose={() => setOpenedAction(undefined)}
        onSaved={(saved) => {
          setOpenedAction(undefined)
          setChosenConnection(null)
          onChange(configForAction(config, saved.id, saved, fields))
        }}
      />
      {action ? (
        <>
          <section className={formClasses.section}>
            <h3 className={formClasses.sectionTitle}>{t('callApi.values')}</h3>
            {!action.tokens.some(isFromJourney) ? <p className={formClasses.hint}>{t('callApi.noTokens')}</p> : null}
            {action.tokens.filter(isFromJourney).map((token) => (
              <TokenRow
                key={token.name}
                token={token}
                mapping={mappings[token.name]}
                coverage={coverage.data ?? null}
                hasCallback={Boolean(config.callback && !config.callback.byKey)}
                onChange={(mapping) => onChange({ ...config, tokens: { ...mappings, [token.name]: mapping } })}
              />
            ))}
            {strays.map((name) => (
              <p key={name} className={classes.stray}>
                {t('callApi.gone', { token: name })}
                {readOnly ? null : (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    onClick={() => {
                      const { [name]: _gone, ...rest } = mappings
                      onChange({ ...config, tokens: rest })
                    }}
                  >
                    {t('callApi.goneRemove')}
                  </Button>
                )}
              </p>
            ))}
          </section>
          <Outputs action={action} config={config} onChange={onChange} />
          <CallbackSection action={action} config={config} onChange={onChange} />
          <SendTimesInput
            what="calls"
            value={config.sendTimes ?? null}
            onChange={(sendTimes) => onChange({ ...config, sendTimes })}
          />
        </>
      ) : null}
    </div>
  )
}

/** A value that Tabiji makes for each call has nothing to choose. */
function isFromJourney({ generated }: { generated?: unknown }): boolean {
  return generated === undefined
}

/** When there is only one external action, it is chosen, once, when the form of a new node opens. */
function useOnlyAction({ config, onChange }: Pick<NodeFormProps<'callApi'>, 'config' | 'onChange'>) {
  const { externalActions, fields, readOnly } = useNodeForm()
  const isDecided = useRef(config.externalActionId !== undefined || readOnly)
  useEffect(() => {
    if (isDecided.current || !externalActions) return
    isDecided.current = true
    const [only] = externalActions
    if (externalActions.size === 1 && only) onChange(configForAction(config, ...only, fields))
  }, [config, externalActions, fields, onChange])
}
