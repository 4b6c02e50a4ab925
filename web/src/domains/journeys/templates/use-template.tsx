import { Button, Radio, Select, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft, IconPlus } from '@tabler/icons-react'
import { readAddressPart } from '@tabiji/shared/connectors/address.ts'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActionDrawers } from '../../../lib/action-drawers.ts'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { AddressPartInput } from '../../../ui/forms/address-part-input.tsx'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { FormSkeleton } from '../../../ui/feedback/loading-skeleton.tsx'
import {
  chosenConnections,
  type ConnectionChoice,
  firstChoice,
  fittingConnections,
  isComplete,
} from './connection-choice.ts'
import classes from './templates.module.css'
import { JourneyThumbnail } from './journey-thumbnail.tsx'
import type { Template } from './template-gallery.tsx'

type Connections = Outputs['connections']['list']['items']

/** One template in detail: its path, its calls, and the connections to use. */
export function UseTemplate({ template, onBack }: { template: Template; onBack: () => void }) {
  const { t } = useTranslation('journeys')
  const trpc = useTRPC()
  const connections = useQuery(trpc.connections.list.queryOptions({ limit: 200 }))
  return (
    <div className={classes.useTemplate}>
      <div className={classes.picture}>
        <JourneyThumbnail
          nodes={template.nodes}
          edges={template.edges}
          label={t('templates.pathOf', { name: template.title })}
          words
        />
      </div>
      <div className={classes.form}>
        <div>
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconArrowLeft size={14} stroke={1.5} />}
            onClick={onBack}
          >
            {t('templates.back')}
          </Button>
        </div>
        <Text fw={600} component="h3">
          {template.title}
        </Text>
        <Text c="dimmed">{template.description}</Text>
        {connections.error ? (
          <ErrorNotice error={connections.error} onRetry={() => void connections.refetch()} />
        ) : connections.data ? (
          <TemplateForm template={template} connections={connections.data.items} />
        ) : (
          <FormSkeleton fields={2} />
        )}
      </div>
    </div>
  )
}

function TemplateForm({ template, connections }: { template: Template; connections: Connections }) {
  const { t } = useTranslation('journeys')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(template.title)
  const [choices, setChoices] = useState<Record<string, ConnectionChoice>>(() =>
    Object.fromEntries(template.connectors.map((connector) => [connector, firstChoice(connector, connections)])),
  )
  const use = useMutation(
    trpc.journeyTemplates.use.mutationOptions({
      onSuccess: async ({ journeyId }) => {
        await navigate({ to: '/journeys/$journeyId', params: { journeyId } })
        // A template also creates external actions, and often a connection.
        await queryClient.invalidateQueries()
      },
    }),
  )
  const mayMake = useHasRole('admin')
  const isReady =
    name.trim() !== '' &&
    Object.entries(choices).every(
      ([connector, choice]) => isComplete(connector as ConnectorName, choice) && (mayMake || choice.how === 'there'),
    )
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        use.mutate({
          templateId: template.id,
          name: name.trim(),
          connections: chosenConnections(choices, connections),
        })
      }}
    >
      {use.error ? <ErrorNotice error={use.error} /> : null}
      <TextInput
        label={t('name')}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {Object.entries(choices).map(([connector, choice]) => (
        <ConnectionFields
          key={connector}
          connector={connector as ConnectorName}
          connections={connections}
          choice={choice}
          onChange={(next) => {
            use.reset()
            setChoices((current) => ({ ...current, [connector]: next }))
          }}
        />
      ))}
      <div>
        <Text fw={500}>{t('templates.makes')}</Text>
        <ul className={classes.makes}>
          <li>{t('templates.makesJourney')}</li>
          {template.actions.map((action) => (
            <li key={action.name}>
              {t('templates.makesAction', { name: action.name, product: presetOf(action.connector)?.title })}
            </li>
          ))}
        </ul>
      </div>
      <div className={classes.buttons}>
        <Button type="submit" loading={use.isPending} disabled={!isReady}>
          {t('templates.use')}
        </Button>
      </div>
    </form>
  )
}

type ConnectionFieldsProps = {
  connector: ConnectorName
  connections: Connections
  choice: ConnectionChoice
  onChange: (choice: ConnectionChoice) => void
}

function ConnectionFields({ connector, connections, choice, onChange }: ConnectionFieldsProps) {
  const { t } = useTranslation('journeys')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayMake = useHasRole('admin')
  const { ConnectionDrawer } = useActionDrawers()
  const [making, { open, close }] = useDisclosure(false)
  const preset = presetOf(connector)
  const fitting = fittingConnections(connector, connections)
  const product = preset?.title ?? connector
  if (!mayMake && fitting.length === 0) return <Text c="dimmed">{t('templates.adminsConnect', { product })}</Text>
  return (
    <div className={classes.form}>
      <Radio.Group
        label={t('templates.connection', { product })}
        value={choice.how}
        onChange={(how) => onChange({ ...choice, how: how === 'there' ? 'there' : 'later' })}
      >
        <div className={classes.ways}>
          {fitting.length > 0 ? (
            <>
              <Radio value="there" label={t('templates.there')} />
              {choice.how === 'there' ? (
                <Select
                  className={classes.way}
                  aria-label={t('templates.which', { product })}
                  placeholder={t('templates.which', { product })}
                  data={fitting.map(({ id, name }) => ({ value: id, label: name }))}
                  value={choice.connectionId}
                  searchable
                  allowDeselect={false}
                  onChange={(connectionId) => onChange({ ...choice, connectionId })}
                />
              ) : null}
            </>
          ) : null}
          {mayMake ? (
            <>
              <Radio value="later" label={t('templates.later')} description={t('templates.laterHelp')} />
              {choice.how === 'later'
                ? preset?.fields.map((field) => (
                    <div key={field.key} className={classes.way}>
                      <AddressPartInput
                        field={field}
                        value={choice.parts[field.key] ?? ''}
                        onChange={(value) => onChange({ ...choice, parts: { ...choice.parts, [field.key]: value } })}
                        onDone={(typed) =>
                          onChange({
                            ...choice,
                            parts: { ...choice.parts, [field.key]: readAddressPart(preset, field, typed) },
                          })
                        }
                      />
                    </div>
                  ))
                : null}
            </>
          ) : null}
        </div>
      </Radio.Group>
      {mayMake ? (
        <div>
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} stroke={1.5} />} onClick={open}>
            {t('templates.connectNow', { product })}
          </Button>
          <ConnectionDrawer
            opened={making}
            connector={connector}
            onClose={close}
            onSaved={({ id }) => {
              close()
              void queryClient
                .invalidateQueries(trpc.connections.list.pathFilter())
                .then(() => onChange({ ...choice, how: 'there', connectionId: id }))
            }}
          />
        </div>
      ) : null}
    </div>
  )
}
