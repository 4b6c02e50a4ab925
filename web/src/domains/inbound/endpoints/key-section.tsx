import { Button, Modal, Select, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { CodeBlock } from '../../../ui/code/code-block.tsx'
import { ConfirmButton } from '../../../ui/dialogs/confirm-button.tsx'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { Section } from '../../../ui/layout/section.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { toastError } from '../../../ui/feedback/toast.ts'
import { eventCurlCommand } from './event-curl-command.ts'
import type { Endpoint } from '../event-types.ts'
import classes from '../events.module.css'

const keepHours = ['0', '1', '24', '168'] as const

/** The address and the key for the other system. */
export function KeySection({ endpoint, addressIsShown = false }: { endpoint: Endpoint; addressIsShown?: boolean }) {
  const { t } = useTranslation('events')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useHasRole('admin')
  const { id } = endpoint
  const [shown, setShown] = useState<{ label: string; value: string } | null>(null)
  const changed = (next: Endpoint) => queryClient.setQueryData(trpc.events.endpoint.queryKey({ id }), next)
  const setSecret = useMutation(
    trpc.events.setHmacSecret.mutationOptions({
      onSuccess: ({ endpoint: next, secret }) => {
        changed(next)
        setShown({ label: t('key.secret'), value: secret })
      },
      onError: toastError,
    }),
  )
  const removeSecret = useMutation(
    trpc.events.removeHmacSecret.mutationOptions({ onSuccess: changed, onError: toastError }),
  )
  return (
    <Section title={t('key.title')} text={t('key.text')}>
      {addressIsShown ? null : (
        <>
          <CodeBlock label={t('send.address')} code={endpoint.url} />
          <CodeBlock label={t('send.curl')} code={eventCurlCommand(endpoint.url, null)} />
        </>
      )}
      <dl className={classes.facts}>
        <div>
          <dt>{t('send.key')}</dt>
          <dd>
            <span className={classes.code}>{endpoint.keyPrefix}…</span>
          </dd>
        </div>
        <div>
          <dt>{t('key.lastUsed')}</dt>
          <dd>{endpoint.keyLastUsedAt ? <Time at={endpoint.keyLastUsedAt} as="relative" /> : t('never')}</dd>
        </div>
        {endpoint.previousKeyUntil ? (
          <div>
            <dt>{t('key.previousUntil')}</dt>
            <dd>
              <Time at={endpoint.previousKeyUntil} />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('key.signing')}</dt>
          <dd>{t(endpoint.hasHmacSecret ? 'key.signingOn' : 'key.signingOff')}</dd>
        </div>
      </dl>
      {mayChange ? (
        <div className={classes.buttons}>
          <RotateKey
            endpoint={endpoint}
            onMade={(next, value) => {
              changed(next)
              setShown({ label: t('send.key'), value })
            }}
          />
          {endpoint.hasHmacSecret ? (
            <ConfirmButton
              question={t('key.removeSecretQuestion')}
              confirmLabel={t('key.removeSecret')}
              loading={removeSecret.isPending}
              onConfirm={() => removeSecret.mutate({ id })}
            >
              {t('key.removeSecret')}
            </ConfirmButton>
          ) : (
            <Button variant="default" loading={setSecret.isPending} onClick={() => setSecret.mutate({ id })}>
              {t('key.makeSecret')}
            </Button>
          )}
        </div>
      ) : null}
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        title={t('send.once')}
        // The key is shown only once: a click outside the dialog must not close it.
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        <div className={classes.sheet}>
          <Text>{t('send.onceText')}</Text>
          {shown ? <CodeBlock label={shown.label} code={shown.value} /> : null}
          <Button onClick={() => setShown(null)}>{t('key.stored')}</Button>
        </div>
      </Modal>
    </Section>
  )
}

function RotateKey({ endpoint, onMade }: { endpoint: Endpoint; onMade: (endpoint: Endpoint, key: string) => void }) {
  const { t } = useTranslation(['events', 'common'])
  const trpc = useTRPC()
  const [opened, { open, close }] = useDisclosure(false)
  const [hours, setHours] = useState<string>(keepHours[2])
  const rotate = useMutation(
    trpc.events.rotateKey.mutationOptions({
      onSuccess: ({ endpoint: next, key }) => {
        close()
        onMade(next, key)
      },
    }),
  )
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('events:key.rotate')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('events:key.rotate')}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        <div className={classes.sheet}>
          {rotate.error ? <ErrorNotice error={rotate.error} /> : null}
          <Select
            label={t('events:key.keepOld')}
            description={t('events:key.keepOldHelp')}
            data={keepHours.map((value) => ({ value, label: t(`events:key.hours.${value}`) }))}
            value={hours}
            allowDeselect={false}
            onChange={(value) => value && setHours(value)}
          />
          <div className={classes.buttons}>
            <Button
              loading={rotate.isPending}
              onClick={() => rotate.mutate({ id: endpoint.id, keepOldHours: Number(hours) })}
            >
              {t('events:key.rotate')}
            </Button>
            <Button variant="default" onClick={close}>
              {t('common:action.cancel')}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}
