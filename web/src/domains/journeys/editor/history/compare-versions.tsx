import { Group, Select } from '@mantine/core'
import { compareDocuments } from '@tabiji/shared/drafts/compare-documents.ts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../../../ui/feedback/loading-skeleton.tsx'
import { ChangeList } from './change-list.tsx'
import { useEditor, useEditorState } from '../context/editor-context.tsx'

export type Compared = { from: number; to: number | 'draft' }

export type CompareVersionsProps = {
  numbers: readonly number[]
  compared: Compared
  onChange: (compared: Compared) => void
}

/** The differences between two versions, or between a version and the current draft. */
export function CompareVersions({ numbers, compared, onChange }: CompareVersionsProps) {
  const { t } = useTranslation('editor')
  const draft = useEditorState((state) => state.document)
  const before = useVersion(compared.from)
  const after = useVersion(compared.to)
  const [older, newer] = [before.data?.document, compared.to === 'draft' ? draft : after.data?.document]
  const changes = useMemo(() => (older && newer ? compareDocuments(older, newer) : null), [older, newer])
  const options = numbers.map((number) => ({ value: String(number), label: t('versions.name', { version: number }) }))
  const error = before.error ?? after.error
  return (
    <>
      <Group grow gap={12}>
        <Select
          label={t('versions.from')}
          data={options}
          value={String(compared.from)}
          onChange={(from) => from && onChange({ ...compared, from: Number(from) })}
        />
        <Select
          label={t('versions.to')}
          data={[{ value: 'draft', label: t('versions.draft') }, ...options]}
          value={String(compared.to)}
          onChange={(to) => to && onChange({ ...compared, to: to === 'draft' ? to : Number(to) })}
        />
      </Group>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void Promise.all([before.refetch(), after.refetch()])} />
      ) : changes && older && newer ? (
        changes.length > 0 ? (
          <ChangeList changes={changes} before={older} after={newer} />
        ) : (
          <p>{t('versions.same')}</p>
        )
      ) : (
        <ListSkeleton rows={4} />
      )}
    </>
  )
}

/** A version never changes, so it is loaded once. */
function useVersion(number: number | 'draft') {
  const trpc = useTRPC()
  const { journeyId } = useEditor()
  return useQuery(
    trpc.journeys.version.queryOptions(
      { journeyId, number: number === 'draft' ? 1 : number },
      { enabled: number !== 'draft', staleTime: Infinity },
    ),
  )
}
