import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC, useTRPCClient } from '../../../lib/api/trpc.ts'
import { SaveForm } from '../../../ui/forms/save-form.tsx'
import { useSaveForm } from '../../../ui/forms/use-save-form.ts'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { Page } from '../../../ui/layout/page.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { WaitForEvent } from './wait-for-event.tsx'

const route = getRouteApi('/signed-in/shell/events/new')

/** Asks for name and topic, shows address and key, then waits for a real event. */
export function NewEndpointPage(): ReactNode {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const navigate = route.useNavigate()
  const { journeyId } = route.useSearch()
  const [topicIsOwn, setTopicIsOwn] = useState(false)
  const create = useSaveForm({
    initialValues: { name: '', topic: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('nameMissing')),
      topic: (value) => (value.trim() ? null : t('topicMissing')),
    },
    save: ({ name, topic }) => client.events.create.mutate({ name, topic: topic.trim() }),
    onSaved: () => queryClient.invalidateQueries(trpc.events.endpoints.queryFilter()),
  })
  const { form } = create
  const back = (
    <AnchorLink to="/events" c="dimmed">
      ‹ {t('back')}
    </AnchorLink>
  )
  if (create.saved) {
    const { endpoint, key } = create.saved
    return (
      <Page>
        <PageHeader title={endpoint.name} back={back} />
        <WaitForEvent
          endpoint={endpoint}
          endpointKey={key}
          onAccepted={() =>
            void navigate({
              to: '/events/$endpointId',
              params: { endpointId: endpoint.id },
              search: journeyId ? { journeyId } : {},
              hash: 'people',
            })
          }
        />
      </Page>
    )
  }
  return (
    <Page>
      <PageHeader title={t('newTitle')} back={back} description={t('newText')} />
      <SaveForm state={create} submitLabel={t('create')}>
        <TextInput
          label={t('name')}
          description={t('nameHelp')}
          data-autofocus
          {...form.getInputProps('name')}
          onChange={(event) => {
            const name = event.currentTarget.value
            form.setFieldValue('name', name)
            if (!topicIsOwn) form.setFieldValue('topic', topicFor(name))
          }}
        />
        <TextInput
          label={t('topic')}
          description={t('topicHelp')}
          {...form.getInputProps('topic')}
          onChange={(event) => {
            setTopicIsOwn(true)
            form.setFieldValue('topic', event.currentTarget.value)
          }}
        />
      </SaveForm>
    </Page>
  )
}

/** `Order paid` → `order.paid`. Other scripts are kept. */
function topicFor(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .split(/[\s・、/]+/)
    .join('.')
}
