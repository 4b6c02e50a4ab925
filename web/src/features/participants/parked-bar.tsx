import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../lib/session.ts'
import { useTRPC, useTRPCClient } from '../../lib/trpc.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import classes from './participants.module.css'
import { useAct } from './use-act.ts'

const refreshMs = 5_000

/** Over a list of parked people: how many they are, and trying the step again for all of them. */
export function ParkedBar({ journeyId, nodeId }: { journeyId: string; nodeId: string | undefined }) {
  const { t } = useTranslation('participants')
  const format = useFormat()
  const trpc = useTRPC()
  const client = useTRPCClient()
  const mayEdit = useMay('editor')
  const act = useAct()
  const wish = { journeyId, action: 'retry' as const, filter: { ...(nodeId && { nodeId }), status: 'failed' as const } }
  // A dry run changes nothing: it is a question, asked by the verb that would do it so that both speak of the same people.
  const affected = useQuery({
    queryKey: [...trpc.participants.pathKey(), 'parked', nodeId ?? '', journeyId],
    queryFn: () => client.participants.act.mutate({ ...wish, dryRun: true }),
    enabled: mayEdit,
    refetchInterval: refreshMs,
  })
  const people = affected.data?.people ?? 0
  if (!mayEdit || people === 0) return null
  const words = { count: people, number: format.number(people) }
  return (
    <div className={classes.bar}>
      <span>{t('act.parked', words)}</span>
      <ConfirmButton
        size="xs"
        loading={act.isPending}
        question={t('act.retryAllQuestion', words)}
        confirmLabel={t('act.retry')}
        confirmColor="brand"
        onConfirm={() => act.mutate(wish)}
      >
        {t('act.retryAll')}
      </ConfirmButton>
    </div>
  )
}
