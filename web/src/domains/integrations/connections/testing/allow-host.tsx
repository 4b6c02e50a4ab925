import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import classes from './allow-host.module.css'
import { ConfirmButton } from '../../../../ui/dialogs/confirm-button.tsx'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { toastDone, toastError } from '../../../../ui/feedback/toast.ts'

const refusals: ReadonlySet<string> = new Set([
  'connection.addressNotAllowed',
  'connection.httpNotAllowed',
  'addressNotAllowed',
  'httpNotAllowed',
])

/** Whether an admin can lift the refusal by allowing the address. */
export function isAllowListRefusal(code: string | undefined): boolean {
  return code !== undefined && refusals.has(code)
}

export type AllowHostProps = { url: string; onAllowed?: () => void }

/** Allows a refused address in place, so that no typed input is lost by a visit to the settings. */
export function AllowHost({ url, onAllowed }: AllowHostProps) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const isAdmin = useHasRole('admin')
  const settings = useQuery(trpc.settings.get.queryOptions(undefined, { enabled: isAdmin }))
  const host = hostOf(url)
  const allow = useMutation(
    trpc.settings.update.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.settings.get.queryKey(), saved)
        toastDone(t('allow.done', { host }))
        onAllowed?.()
      },
      onError: toastError,
    }),
  )
  if (!isAdmin || host === null) return null
  return (
    <div className={classes.ways}>
      {settings.data ? (
        <ConfirmButton
          size="xs"
          loading={allow.isPending}
          question={t('allow.question', { host })}
          confirmLabel={t('allow.confirm')}
          onConfirm={() => allow.mutate({ calloutAllow: [...settings.data.calloutAllow, host] })}
        >
          {t('allow.button', { host })}
        </ConfirmButton>
      ) : null}
      <AnchorLink to="/settings/callouts" target="_blank" size="xs">
        {t('allow.settings')}
      </AnchorLink>
    </div>
  )
}

/** `host` or `host:port`, as the allow-list expects it. */
function hostOf(url: string): string | null {
  const parsed = URL.parse(url.trim())
  return parsed && parsed.host !== '' ? parsed.host : null
}
