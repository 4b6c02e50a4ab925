import { Button, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ExternalAction, ExternalActionContent } from '@tabiji/shared/http-call/action/external-action.ts'
import { extractOutputs } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../../i18n/use-locale.ts'
import type { SavedExternalAction } from '../../../../lib/action-drawers.ts'
import { useHasRole } from '../../../../lib/session/session.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { isKept, type SampleReply, useSample } from '../../../../lib/use-sample.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import {
  type ActionDraft,
  contentOf,
  draftOfAction,
  fingerprintOf,
  newActionDraft,
  samplesOfAction,
  tokenValues,
} from './draft/action-draft.ts'
import { findingsOf } from './draft/draft-findings.ts'
import classes from '../external-actions.module.css'
import { ExtractSection } from './sections/extract-section.tsx'
import { InsertProvider, useInsertTargets } from './sections/insert-target.tsx'
import { PolicySection } from './sections/policy-section.tsx'
import { RequestSection } from './sections/request-section.tsx'
import { SaveBar } from './save-bar.tsx'
import { TestPanel } from './test-panel/test-panel.tsx'
import { undeclaredTokens } from './draft/used-tokens.ts'
import { TokensSection } from './sections/tokens-section.tsx'

export type ExternalActionEditorProps = {
  /** The action to edit; absent for a new one. */
  action?: SavedExternalAction
  /** The initial content of a new one, not saved yet. */
  proposal?: ExternalActionContent & { connectionId: string }
  /** The connection of a new one; when absent, the editor asks. */
  connectionId?: string
  onSaved: (action: SavedExternalAction) => void
  /** Whether leaving would lose changes. */
  onDirty?: (dirty: boolean) => void
}

/** The editor of an external action, with its test beside it. Nothing is saved before Save. */
export function ExternalActionEditor({ action, proposal, connectionId, onSaved, onDirty }: ExternalActionEditorProps) {
  const { t } = useTranslation('externalActions')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const locale = useLocale()
  const readOnly = !useHasRole('editor')
  const [draft, setDraft] = useState(() => draftToBegin(action ?? proposal, connectionId))
  const [samples, setSamples] = useState(() => samplesOfAction(action ?? proposal ?? { tokens: [] }))
  const [saved, setSaved] = useState(() => fingerprintOf(draftToBegin(action, connectionId)))
  const [tested, setTested] = useState<string | null>(null)
  const [isSubmitted, setSubmitted] = useState(false)

  const connections = useQuery(trpc.connections.list.queryOptions({ limit: 200 }))
  const connection = connections.data?.items.find(({ id }) => id === draft.connectionId)
  const baseUrl = connection?.baseUrl

  // Checked after a pause in typing: a half-typed body is not an error yet.
  const [settled] = useDebouncedValue(draft, 350)
  const findings = useMemo(() => findingsOf(settled, locale, (text) => t(`own.${text}`)), [settled, locale, t])
  const shown = useMemo(
    () => (isSubmitted ? findings : withoutMissing(findings, settled)),
    [isSubmitted, findings, settled],
  )

  const all = fingerprintOf(draft)
  const dirty = all !== saved
  useEffect(() => onDirty?.(dirty && !readOnly), [dirty, readOnly, onDirty])

  const content = contentOf(draft, samples)
  const input = {
    action: { ...content, name: content.name || t('untitled') },
    connectionId: draft.connectionId,
    tokens: tokenValues(draft, samples),
  }
  const requestPart = JSON.stringify([
    { ...input.action, extract: [], limits: {}, name: '' },
    input.connectionId,
    input.tokens,
  ])
  const test = useMutation(
    trpc.externalActions.testUnsaved.mutationOptions({
      onSuccess: () => setTested(requestPart),
    }),
  )
  const { sample, keep: keepSample, forget: forgetSample } = useSample(action?.id)
  /** The sample of an unsaved action, saved together with it. */
  const [pendingSample, setPendingSample] = useState<SampleReply | null>(null)
  const keep = async (answer: SavedExternalAction) => {
    if (pendingSample) keepSample.mutate({ id: answer.id, reply: pendingSample })
    const next = draftOfAction(answer)
    setDraft(next)
    setSaved(fingerprintOf(next))
    queryClient.setQueryData(trpc.externalActions.get.queryKey({ id: answer.id }), answer)
    onDirty?.(false)
    onSaved(answer)
    await queryClient.invalidateQueries(trpc.externalActions.list.pathFilter())
  }
  const create = useMutation(trpc.externalActions.create.mutationOptions({ onSuccess: keep }))
  const update = useMutation(trpc.externalActions.update.mutationOptions({ onSuccess: keep }))
  const save = () => {
    setSubmitted(true)
    if (findings.errors > 0) return
    const input = { ...content, connectionId: draft.connectionId }
    if (action) update.mutate({ id: action.id, ...input })
    else create.mutate(input)
  }
  const change = (next: ActionDraft) => {
    setDraft(next)
    if (create.error) create.reset()
    if (update.error) update.reset()
  }
  const targets = useInsertTargets((text) => setDraft((before) => ({ ...before, path: before.path + text })))

  const reply = test.data?.reply ?? sample?.reply
  const found = useMemo(() => (reply ? extractOutputs(contentOf(draft).extract, reply.body) : null), [reply, draft])
  const sectionProps = { draft, onChange: change, findings: shown, readOnly }
  const failure = create.error ?? update.error
  // The name is not part of the request, so a test does not need it.
  const blockers = [
    ...undeclaredTokens(settled).map((name) => t('tokens.undeclared', { count: 1, names: `{{${name}}}` })),
    ...Object.entries(findings.byPath).flatMap(([path, { severity, message }]) =>
      severity === 'error' && path !== 'name' ? [message] : [],
    ),
  ]

  return (
    <InsertProvider value={targets}>
      <div className={classes.editor}>
        <div className={classes.columns} data-alone={readOnly || undefined}>
          <form
            className={classes.form}
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              save()
            }}
          >
            <div className={classes.head}>
              <TextInput
                label={t('name')}
                placeholder={t('namePlaceholder')}
                value={draft.name}
                maxLength={200}
                error={shown.byPath.name?.message}
                readOnly={readOnly}
                data-autofocus
                onChange={(event) => change({ ...draft, name: event.currentTarget.value })}
              />
              <Select
                label={t('connection')}
                placeholder={t('chooseConnection')}
                data={(connections.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                value={draft.connectionId || null}
                error={shown.byPath.connectionId?.message}
                readOnly={readOnly}
                searchable
                onChange={(id) => id && change({ ...draft, connectionId: id })}
              />
            </div>
            <RequestSection {...sectionProps} baseUrl={baseUrl} />
            <TokensSection {...sectionProps} />
            <ExtractSection {...sectionProps} found={found} />
            <PolicySection {...sectionProps} connection={connection} />
            {/* Enter in a field saves. The visible button is in the bar below. */}
            <button type="submit" hidden disabled={readOnly} />
          </form>
          {readOnly ? null : (
            <div className={classes.beside}>
              <TestPanel
                draft={draft}
                onChange={change}
                samples={samples}
                onSamples={setSamples}
                input={input}
                blockers={blockers}
                baseUrl={baseUrl}
                result={test.data}
                sample={sample}
                isSampleKept={(seen) => pendingSample === seen || isKept(sample, seen)}
                onKeepSample={(seen) =>
                  action ? keepSample.mutate({ id: action.id, reply: seen }) : setPendingSample(seen)
                }
                onForgetSample={() => action && forgetSample.mutate({ id: action.id })}
                sampleBusy={keepSample.isPending || forgetSample.isPending}
                sampleError={keepSample.error ?? forgetSample.error}
                stale={test.data !== undefined && tested !== requestPart}
                error={test.error}
                busy={test.isPending}
                onTest={() => test.mutate(input)}
              />
            </div>
          )}
        </div>
        {failure ? <ErrorNotice error={failure} /> : null}
        {readOnly ? (
          <Text c="dimmed">{t('readOnly')}</Text>
        ) : (
          <SaveBar
            action={action}
            dirty={dirty}
            errors={isSubmitted ? findings.errors : 0}
            testedWell={test.data?.outcome === 'succeeded' && tested === requestPart}
            busy={create.isPending || update.isPending}
            onSave={save}
          >
            {action && dirty ? (
              <Button
                variant="default"
                onClick={() => {
                  change(draftOfAction(action))
                  setSubmitted(false)
                }}
              >
                {t('save.discard')}
              </Button>
            ) : null}
          </SaveBar>
        )}
      </div>
    </InsertProvider>
  )
}

function draftToBegin(action: ExternalAction | undefined, connectionId: string | undefined): ActionDraft {
  return action ? draftOfAction(action) : newActionDraft(connectionId ?? '')
}

/** Hides findings about empty fields until the first attempt to save. */
function withoutMissing(findings: ReturnType<typeof findingsOf>, draft: ActionDraft): ReturnType<typeof findingsOf> {
  const empty = new Set([
    ...(draft.name.trim() === '' ? ['name'] : []),
    ...(draft.connectionId === '' ? ['connectionId'] : []),
    ...(draft.bodyText.trim() === '' ? ['body.template'] : []),
    ...draft.tokens.flatMap(({ name }, index) => (name === '' ? [`tokens[${index}].name`] : [])),
    ...draft.extract.flatMap(({ name, path }, index) => [
      ...(name === '' ? [`extract[${index}].name`] : []),
      ...(path.trim() === '' || path.trim() === '$.' ? [`extract[${index}].path`] : []),
    ]),
  ])
  const byPath = Object.fromEntries(Object.entries(findings.byPath).filter(([path]) => !empty.has(path)))
  return { ...findings, byPath }
}
