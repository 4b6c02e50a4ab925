import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExternalActionContent } from '@tabiji/shared/http-call/action/external-action.ts'
import type { SavedExternalAction } from '../../../../lib/action-drawers.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { ExternalActionEditor } from '../editor/external-action-editor.tsx'
import { ImportReview } from './import-review.tsx'
import { ImportSource } from './import-source.tsx'
import { type SourceDraft, newSourceDraft } from './source-draft.ts'
import type { DocumentSource, ImportResult } from './import-result.ts'
import { OperationList } from './operation-list.tsx'

export type ImportFlowProps = {
  onSaved: (action: SavedExternalAction) => void
  /** Whether leaving would lose changes. */
  onDirty: (dirty: boolean) => void
}

type ImportRequest = { curl: string } | (DocumentSource & { operationId: string; include: string[] })

/**
 * The steps of an import: source, choice of an operation, review, then the editor with everything filled in. Nothing is
 * saved before that.
 */
export function ImportFlow({ onSaved, onDirty }: ImportFlowProps) {
  const trpc = useTRPC()
  const [draft, setDraft] = useState<SourceDraft>(newSourceDraft)
  const [source, setSource] = useState<DocumentSource | null>(null)
  const [request, setRequest] = useState<ImportRequest | null>(null)
  const [proposal, setProposal] = useState<(ExternalActionContent & { connectionId: string }) | null>(null)
  const operations = useMutation(trpc.externalActions.operations.mutationOptions())
  // Kept separately, because the mutation drops its result while an optional field is being added.
  const [found, setFound] = useState<ImportResult | null>(null)
  const imported = useMutation(trpc.externalActions.import.mutationOptions())
  const take = (next: ImportRequest) => {
    setRequest(next)
    // Callback of the call, not of the mutation: the result of a cancelled or repeated request is ignored.
    imported.mutate(next, { onSuccess: setFound })
  }

  if (proposal) return <ExternalActionEditor proposal={proposal} onSaved={onSaved} onDirty={onDirty} />
  if (request && found) {
    return (
      <ImportReview
        imported={found}
        include={'include' in request ? request.include : []}
        busy={imported.isPending}
        error={imported.error}
        onInclude={(include) => {
          if ('operationId' in request) take({ ...request, include })
        }}
        onBack={() => {
          setRequest(null)
          setFound(null)
          imported.reset()
        }}
        onReady={setProposal}
      />
    )
  }
  if (source && operations.data) {
    return (
      <OperationList
        title={operations.data.title}
        operations={operations.data.operations}
        busyId={imported.isPending && request && 'operationId' in request ? request.operationId : null}
        error={imported.error}
        onChoose={(operationId) => take({ ...source, operationId, include: [] })}
        onBack={() => {
          setSource(null)
          setRequest(null)
          operations.reset()
          imported.reset()
        }}
      />
    )
  }
  return (
    <ImportSource
      draft={draft}
      onChange={(next) => {
        setDraft(next)
        operations.reset()
        imported.reset()
        onDirty(next.curl !== '' || next.text !== '' || next.url !== '' || next.file !== null)
      }}
      busy={operations.isPending || imported.isPending}
      error={draft.kind === 'curl' ? imported.error : operations.error}
      onCurl={(curl) => take({ curl })}
      onDocument={(next) => {
        setSource(next)
        operations.mutate(next)
      }}
    />
  )
}
