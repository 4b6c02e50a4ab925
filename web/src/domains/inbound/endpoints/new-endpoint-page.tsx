import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors } from '../../../lib/api/api-error.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { Page } from '../../../ui/layout/page.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import classes from '../events.module.css'
import { WaitForEvent } from './wait-for-event.tsx'

const route = getRouteApi('/signed-in/shell/events/new')

/** Asks for name and topic, shows address and key, then waits for a real event. */
export function NewEndpointPage(): ReactNode {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = route.useNavigate()
  const { journeyId } = route.useSearch()
  const [topicIsOwn, setTopicIsOwn] = useState(false)
  const form = useForm({
    initialValues: { name: '', topic: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('nameMissing')),
      topic: (value) => (value.trim() ? null : t('topicMissing')),
    },
  })
  const create = useMutation(
    trpc.events.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.events.endpoints.queryFilter()),
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  )
  const back = (
    <AnchorLink to="/events" c="dimmed">
      ‹ {t('back')}
    </AnchorLink>
  )
  if (create.data) {
    const { endpoint, key } = create.data
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
      <form
        className={classes.form}
        onSubmit={form.onSubmit(({ name, topic }) => create.mutate({ name, topic: topic.trim() }))}
        noValidate
      >
        {create.error ? <ErrorNotice error={create.error} shownElsewhere={['name', 'topic']} /> : null}
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
        <div className={classes.buttons}>
          <Button type="submit" loading={create.isPending}>
            {t('create')}
          </Button>
        </div>
      </form>
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
