import { Button, Text, TextInput, Title } from '@mantine/core'
import { parseReply } from '@tabiji/shared/http-call/reply/extract-outputs.ts'
import { IconSend } from '@tabler/icons-react'
import { type ReactNode, useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../../../lib/format/use-format.ts'
import type { Sample } from '../../../../../lib/use-sample.ts'
import { AllowHost, isAllowListRefusal } from '../../../connections/testing/allow-host.tsx'
import { ConfirmButton } from '../../../../../ui/dialogs/confirm-button.tsx'
import { ErrorNotice } from '../../../../../ui/feedback/error-notice.tsx'
import { type RecordedReply, ReplyView, RequestView } from '../../../../../ui/calls/http-exchange.tsx'
import { JsonTree } from '../../../../../ui/code/json-tree.tsx'
import { KeepSample } from '../../../../../ui/calls/keep-sample.tsx'
import { TestResultPanel, type TestResult } from '../../../connections/testing/test-result-panel.tsx'
import { Time } from '../../../../../ui/values/time.tsx'
import type { ActionDraft, Samples } from '../draft/action-draft.ts'
import classes from '../../external-actions.module.css'
import { toggleExtract } from './toggle-extract.ts'
import { type TestInput, useDryRun } from './use-dry-run.ts'

export type TestPanelProps = {
  draft: ActionDraft
  onChange: (draft: ActionDraft) => void
  samples: Samples
  onSamples: (samples: Samples) => void
  input: TestInput
  /** Errors that prevent a request. */
  blockers: readonly string[]
  baseUrl: string | undefined
  result: TestResult | undefined
  /** The stored sample, used for choosing outputs until a test returns a new reply. */
  sample: Sample | null
  isSampleKept: (reply: RecordedReply) => boolean
  onKeepSample: (reply: RecordedReply) => void
  onForgetSample: () => void
  sampleBusy: boolean
  sampleError: unknown
  /** The request was changed since the test. */
  stale: boolean
  error: unknown
  busy: boolean
  onTest: () => void
}

const mostBlockers = 4

/** Test values, the exact request, the real reply, and outputs chosen by a click. */
export function TestPanel(props: TestPanelProps) {
  const { t } = useTranslation('externalActions')
  const { draft, samples, onSamples, input, blockers, result, stale, error, busy, onTest, baseUrl } = props
  const format = useFormat()
  const id = useId()
  const ready = blockers.length === 0
  const dryRun = useDryRun(input, ready)
  const replyTree = useReplyTree(props)
  const toFill = draft.tokens
    .filter(({ name, required, generated }) => required && generated === undefined && !samples[name])
    .map(({ name }) => name)
  return (
    <section aria-labelledby={id} className={classes.test}>
      <div>
        <Title order={2} id={id}>
          {t('test.title')}
        </Title>
        <Text c="dimmed">{t('test.text')}</Text>
      </div>
      {draft.tokens.length > 0 ? (
        <div className={classes.samples}>
          {draft.tokens.map(({ id: row, name, type, required }) => (
            <TextInput
              key={row}
              label={name || '–'}
              withAsterisk={required}
              placeholder={t(`test.example.${type}`)}
              value={samples[name] ?? ''}
              onChange={(event) => onSamples({ ...samples, [name]: event.currentTarget.value })}
            />
          ))}
        </div>
      ) : null}
      <div>
        <Button leftSection={<IconSend size={16} stroke={1.5} />} loading={busy} disabled={!ready} onClick={onTest}>
          {t(result ? 'test.again' : 'test.send')}
        </Button>
      </div>
      {ready ? null : (
        <div>
          <Text c="dimmed">{t('test.blocked', { count: blockers.length })}</Text>
          <ul className={classes.issues}>
            {blockers.slice(0, mostBlockers).map((blocker) => (
              <li key={blocker}>{blocker}</li>
            ))}
          </ul>
        </div>
      )}
      {error ? <ErrorNotice error={error} /> : null}
      {stale || !result ? (
        ready && dryRun.data?.request ? (
          <RequestView request={dryRun.data.request} title={t('test.preview')} />
        ) : ready && dryRun.data?.issues && toFill.length > 0 ? (
          // The server's message is about field mappings, which do not apply here.
          <Text c="dimmed">{t('test.toFill', { count: toFill.length, names: format.list(toFill) })}</Text>
        ) : ready && dryRun.data?.issues ? (
          <ul className={classes.issues}>
            {dryRun.data.issues.map((issue) => (
              <li key={issue.message}>{issue.message}</li>
            ))}
          </ul>
        ) : null
      ) : null}
      {result ? (
        <TestResultPanel result={result} replyBody={replyTree}>
          {stale ? <Text className={classes.hint}>{t('test.stale')}</Text> : null}
          {result.reply ? (
            <KeepSample
              isKept={props.isSampleKept(result.reply)}
              busy={props.sampleBusy}
              onKeep={() => result.reply && props.onKeepSample(result.reply)}
            />
          ) : null}
          {isAllowListRefusal(result.error?.code) && baseUrl ? <AllowHost url={baseUrl} onAllowed={onTest} /> : null}
        </TestResultPanel>
      ) : null}
      {props.sampleError ? <ErrorNotice error={props.sampleError} /> : null}
      {!result?.reply && props.sample ? <KeptReply {...props} sample={props.sample} replyTree={replyTree} /> : null}
    </section>
  )
}

/** The stored sample, to choose outputs without another call. */
function KeptReply({ sample, replyTree, onForgetSample }: TestPanelProps & { sample: Sample; replyTree: ReactNode }) {
  const { t } = useTranslation('externalActions')
  return (
    <div className={classes.kept}>
      <div className={classes.keptHead}>
        <span>
          {t('sample.keptOf', { version: sample.version })} · <Time at={sample.keptAt} as="relative" />
        </span>
        <ConfirmButton
          variant="subtle"
          color="gray"
          size="compact-xs"
          question={t('sample.forgetQuestion')}
          confirmLabel={t('sample.forget')}
          onConfirm={onForgetSample}
        >
          {t('sample.forget')}
        </ConfirmButton>
      </div>
      <ReplyView reply={sample.reply} title={t('sample.title')} body={replyTree} />
    </div>
  )
}

/** A JSON reply is shown as a tree to choose outputs from; other replies as text. */
function useReplyTree({ draft, onChange, result, sample }: TestPanelProps): ReactNode {
  const { t } = useTranslation('externalActions')
  const body = (result?.reply ?? sample?.reply)?.body
  const parsed = useMemo(() => (body ? parseReply(body) : null), [body])
  const picked = useMemo(() => new Map(draft.extract.map(({ path, name }) => [path.trim(), name])), [draft.extract])
  if (!parsed?.ok || typeof parsed.value !== 'object' || parsed.value === null) return undefined
  return (
    <div className={classes.reply}>
      <span className={classes.replyHint}>{t('test.pick')}</span>
      <JsonTree
        label={t('test.replyTree')}
        value={parsed.value}
        picked={picked}
        onPick={(steps, value) => onChange(toggleExtract(draft, steps, value))}
      />
    </div>
  )
}
