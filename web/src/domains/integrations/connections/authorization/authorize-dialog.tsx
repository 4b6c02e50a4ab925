import { Button, Modal, Text } from '@mantine/core'
import { IconAlertTriangle, IconExternalLink } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { Notice } from '../../../../ui/feedback/notice.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import type { Connection } from '../health/connection-health.ts'
import classes from '../connections.module.css'
import type { DialogProps } from './revoke-connection.tsx'

/** The same name as in the server's `oauth-callback.ts`: the returning window informs all pages of this origin. */
const channelName = 'tabiji-authorization'

type Told = { connectionId: string | null; isAuthorized: boolean }

/** Opens the other system in a popup, waits for the result, and offers a plain link where the popup is blocked. */
export function AuthorizeDialog(props: DialogProps) {
  const { t } = useTranslation(['connections', 'common'])
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('connections:authorize.title', { name: props.connection.name })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Steps {...props} />
    </Modal>
  )
}

function Steps({ connection, onClose }: DialogProps) {
  const { t } = useTranslation(['connections', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { id, name } = connection
  const redirectUri = useQuery(trpc.connections.redirectUri.queryOptions())
  const start = useMutation(trpc.connections.authorize.mutationOptions())
  const [step, setStep] = useState<'ready' | 'waiting' | 'blocked' | 'failed'>('ready')
  const [link, setLink] = useState('')
  const opened = useRef<Window | null>(null)
  const host = hostOf(connection)
  const home = redirectUri.data === undefined ? null : new URL(redirectUri.data).origin

  const finished = useRef(() => {})
  finished.current = () => {
    toastDone(t('connections:authorized', { name }))
    onClose()
  }
  useEffect(() => {
    const channel = new BroadcastChannel(channelName)
    channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if (data.connectionId !== null && data.connectionId !== id) return
      void queryClient.invalidateQueries(trpc.connections.pathFilter())
      if (data.isAuthorized) finished.current()
      else setStep('failed')
    })
    return () => channel.close()
  }, [id, queryClient, trpc])

  const go = async () => {
    // Opened at once, before the response: a page may open a window only right after a click.
    opened.current = window.open('', '_blank', 'popup,width=560,height=720')
    const shownIn = opened.current ? 'popup' : 'page'
    try {
      const { authorizeUrl } = await start.mutateAsync({ id, shownIn })
      if (authorizeUrl === null) return finished.current()
      if (opened.current) opened.current.location.href = authorizeUrl
      else setLink(authorizeUrl)
      setStep(opened.current ? 'waiting' : 'blocked')
    } catch {
      // The error is shown below.
      opened.current?.close()
    }
  }

  if (home !== null && home !== window.location.origin)
    return (
      <Notice icon={IconAlertTriangle} tone="warning" role="alert" title={t('connections:authorize.elsewhereTitle')}>
        <Text>{t('connections:authorize.elsewhere', { here: window.location.origin, home })}</Text>
        <a href={`${home}/connections/${id}`}>{t('connections:authorize.elsewhereLink', { home })}</a>
      </Notice>
    )
  return (
    <div className={classes.wizard}>
      {start.error ? <ErrorNotice error={start.error} /> : null}
      <Text role="status">{t(`connections:authorize.${step}`, { host })}</Text>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <span className={classes.grow} />
        {step === 'blocked' ? (
          <Button component="a" href={link} rightSection={<IconExternalLink size={16} stroke={1.5} />}>
            {t('connections:authorize.go', { host })}
          </Button>
        ) : (
          <Button
            variant={step === 'waiting' ? 'default' : 'filled'}
            loading={start.isPending}
            rightSection={<IconExternalLink size={16} stroke={1.5} />}
            onClick={() => void go()}
            data-autofocus
          >
            {t(step === 'ready' ? 'connections:authorize.go' : 'connections:authorize.again', { host })}
          </Button>
        )}
      </div>
    </div>
  )
}

function hostOf({ auth }: Connection): string {
  return auth.kind === 'oauth2AuthorizationCode' ? (URL.parse(auth.authorizeUrl)?.host ?? '') : ''
}
