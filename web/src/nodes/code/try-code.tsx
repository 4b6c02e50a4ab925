import { Button, SegmentedControl } from '@mantine/core'
import type { FieldValue, FieldValues } from '@tabiji/shared/values/field-type.ts'
import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { defineTexts } from '../../i18n/define-texts.ts'
import type { NodeFormProps } from '../definition/define-node-view.tsx'
import formClasses from '../form/form.module.css'
import { useNodeForm, type Variable } from '../form/node-form-context.tsx'
import { ParticipantPicker } from '../form/participant-picker.tsx'
import { useTestSubject } from '../form/use-test-subject.ts'
import { ValueInput } from '../form/field/value-input.tsx'
import classes from './code-form.module.css'
import { codeNameOf } from './code-name-of.ts'
import { learnedOutputs } from './learned-outputs.ts'

const texts = defineTexts({
  en: {
    title: 'Try it',
    who: { participant: 'A participant', byHand: 'Values by hand' },
    nothingRead: 'The code reads no field and no value of an earlier step.',
    run: 'Run',
    returned: 'It returned',
    returnedNothing: 'It ran, and returned no values.',
    empty: 'empty',
  },
  ja: {
    title: '試す',
    who: { participant: '参加者を選ぶ', byHand: '値を入力する' },
    nothingRead: 'このコードは、フィールドも前のステップの値も使っていません。',
    run: '実行',
    returned: '返された値',
    returnedNothing: '実行されましたが、返された値はありません。',
    empty: '空',
  },
})

type TryCodeProps = Pick<NodeFormProps<'code'>, 'node' | 'config' | 'onChange'>

/** Tries the code for one participant or typed values. The returned keys become the outputs for later steps. */
export function TryCode({ node, config, onChange }: TryCodeProps) {
  const locale = useLocale()
  const text = texts[locale]
  const trpc = useTRPC()
  const { journeyId, variables, fields, readOnly } = useNodeForm()
  const { who, setWho, participantId, setParticipantId, typed, setTyped } = useTestSubject(journeyId, node.id)
  const source = config.source ?? ''
  // The keys known when the form opens count as keys of its code, so another try adds to them.
  const learnedFrom = useRef<string | null>(source)
  const attempt = useMutation(
    trpc.code.try.mutationOptions({
      onSuccess: ({ values }, { source: tried }) => {
        if (values === null) return
        const outputs = learnedOutputs(values, config.outputs ?? [], learnedFrom.current === tried)
        learnedFrom.current = tried
        onChange({ ...config, outputs })
      },
    }),
  )
  const read = variables.filter(({ name }) => source.includes(codeNameOf(name)))
  const isReady = source.trim() !== '' && (who === 'byHand' || participantId !== null)
  const run = () =>
    attempt.mutate({
      source,
      journeyId,
      ...(who === 'participant' && participantId ? { participantId } : valuesByHand(read, typed)),
    })

  return (
    <div className={formClasses.section}>
      <h3 className={formClasses.sectionTitle}>{text.title}</h3>
      <SegmentedControl
        fullWidth
        aria-label={text.title}
        data={(['participant', 'byHand'] as const).map((value) => ({ value, label: text.who[value] }))}
        value={who}
        onChange={setWho}
      />
      {who === 'participant' ? (
        <ParticipantPicker journeyId={journeyId} value={participantId} onChange={setParticipantId} />
      ) : read.length === 0 ? (
        <p className={formClasses.hint}>{text.nothingRead}</p>
      ) : (
        read.map((variable) => (
          <ValueInput
            key={variable.name}
            label={variable.label}
            type={variable.type}
            options={fields.find(({ key }) => `participant.${key}` === variable.name)?.options}
            value={typed[variable.name]}
            onChange={(value) => setTyped({ ...typed, [variable.name]: value ?? null })}
          />
        ))
      )}
      <Button
        leftSection={<IconPlayerPlay size={16} stroke={1.5} />}
        disabled={!isReady || readOnly}
        loading={attempt.isPending}
        onClick={run}
      >
        {text.run}
      </Button>
      <div aria-live="polite">
        {attempt.error ? <ErrorNotice error={attempt.error} /> : null}
        {attempt.data && attempt.data.values === null
          ? attempt.data.issues.map((issue) => (
              <p key={issue.code} className={formClasses.error}>
                {formatIssue(issue, locale)}
              </p>
            ))
          : null}
        {attempt.data?.values ? <Returned values={attempt.data.values} /> : null}
      </div>
    </div>
  )
}

function Returned({ values }: { values: FieldValues }) {
  const text = texts[useLocale()]
  const entries = Object.entries(values)
  if (entries.length === 0) return <p className={formClasses.hint}>{text.returnedNothing}</p>
  const shown = (value: FieldValue): string => {
    if (value === null || value === '') return text.empty
    return Array.isArray(value) ? JSON.stringify(value) : String(value)
  }
  return (
    <section aria-label={text.returned} className={classes.returned}>
      <h3 className={formClasses.sectionTitle}>{text.returned}</h3>
      {entries.map(([key, value]) => (
        <div key={key} className={classes.value}>
          <span className={classes.key}>{key}</span>
          <span className={classes.shown}>{shown(value)}</span>
        </div>
      ))}
    </section>
  )
}

/** Typed values as participant fields and node outputs. */
function valuesByHand(read: readonly Variable[], typed: FieldValues) {
  const fields: FieldValues = {}
  const nodes: Record<string, FieldValues> = {}
  for (const { name } of read) {
    const value = typed[name] ?? null
    const [root, ...path] = name.split('.')
    const key = path.pop() ?? ''
    if (root === 'nodes') (nodes[path.join('.')] ??= {})[key] = value
    else fields[key] = value
  }
  return { fields, nodes }
}
