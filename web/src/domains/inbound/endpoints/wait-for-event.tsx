import { Button, Select, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { CodeBlock } from '../../../ui/code/code-block.tsx'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { JsonTree } from '../../../ui/code/json-tree.tsx'
import { Notice } from '../../../ui/feedback/notice.tsx'
import { Section } from '../../../ui/layout/section.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { eventCurlCommand } from './event-curl-command.ts'
import type { Endpoint } from '../event-types.ts'
import classes from '../events.module.css'
import { FieldList } from './field-list.tsx'

type WaitForEventProps = {
  endpoint: Endpoint
  /** Known only right after its creation. */
  endpointKey: string | null
  /** Only events from then on count; when absent, the newest event. */
  since?: string
  onAccepted: () => void
}

const pollMs = 1000

/** Shows the address, waits for a real event, and shows its content. */
export function WaitForEvent({ endpoint, endpointKey, since, onAccepted }: WaitForEventProps) {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayAccept = useHasRole('admin')
  const [fanOutPath, setFanOutPath] = useState(endpoint.fanOutPath)
  const { id } = endpoint
  const sample = useQuery(
    trpc.events.newestSample.queryOptions(
      { id, ...(since !== undefined && { since }) },
      { refetchInterval: pollMs, placeholderData: keepPreviousData },
    ),
  )
  const split = useMutation(
    trpc.events.update.mutationOptions({
      onSuccess: (changed) => {
        setFanOutPath(changed.fanOutPath)
        return queryClient.invalidateQueries(trpc.events.newestSample.queryFilter())
      },
    }),
  )
  const accept = useMutation(
    trpc.events.acceptSample.mutationOptions({
      onSuccess: async (changed) => {
        queryClient.setQueryData(trpc.events.endpoint.queryKey({ id }), changed)
        await queryClient.invalidateQueries(trpc.events.endpoints.queryFilter())
        onAccepted()
      },
    }),
  )
  const found = sample.data
  return (
    <>
      <Section title={t('send.title')} text={t('send.text')}>
        {endpointKey === null ? null : (
          <Notice icon={IconKey} tone="info" title={t('send.once')} role="note">
            <Text>{t('send.onceText')}</Text>
          </Notice>
        )}
        <CodeBlock label={t('send.address')} code={endpoint.url} />
        {endpointKey === null ? null : <CodeBlock label={t('send.key')} code={endpointKey} />}
        <CodeBlock label={t('send.curl')} code={eventCurlCommand(endpoint.url, endpointKey)} />
      </Section>
      <Section title={t('listen.title')} text={t(found ? 'listen.foundText' : 'listen.text')}>
        <div role="status" className={classes.listening} data-found={found ? true : undefined}>
          <i aria-hidden="true" />
          {found ? (
            <span>
              {t('listen.found')} <Time at={found.receivedAt} as="relative" />
            </span>
          ) : (
            <span>{t('listen.waiting')}</span>
          )}
        </div>
        {sample.error ? <ErrorNotice error={sample.error} /> : null}
        {found ? (
          <>
            <div className={classes.sample}>
              <JsonTree key={found.eventId} label={t('listen.tree')} value={found.payload} />
              <FieldList fields={found.fields} />
            </div>
            {found.lists.length > 0 || fanOutPath !== null ? (
              <Select
                className={classes.narrow}
                label={t('listen.split')}
                description={t('listen.splitHelp')}
                data={[
                  { value: '', label: t('listen.splitNone') },
                  ...[...new Set([...found.lists, ...(fanOutPath === null ? [] : [fanOutPath])])].map((path) => ({
                    value: path,
                    label: t('listen.splitBy', { path }),
                  })),
                ]}
                value={fanOutPath ?? ''}
                disabled={!mayAccept || split.isPending}
                onChange={(path) => split.mutate({ id, fanOutPath: path || null })}
              />
            ) : null}
            {split.error ? <ErrorNotice error={split.error} /> : null}
            {accept.error ? <ErrorNotice error={accept.error} /> : null}
            {mayAccept ? (
              <div className={classes.buttons}>
                <Button loading={accept.isPending} onClick={() => accept.mutate({ id, eventId: found.eventId })}>
                  {t('listen.done')}
                </Button>
              </div>
            ) : null}
          </>
        ) : null}
      </Section>
    </>
  )
}
