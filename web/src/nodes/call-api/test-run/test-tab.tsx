import { Button, Group, SegmentedControl, Switch } from '@mantine/core'
import { tokenMappingsSchema } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { IconEye, IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import type { NodeFormProps } from '../../definition/define-node-view.tsx'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import { ParticipantPicker } from '../../form/participant-picker.tsx'
import { useTestSubject } from '../../form/use-test-subject.ts'
import { ValueInput } from '../../form/field/value-input.tsx'
import { fieldsReadBy } from '../fields-read-by.ts'
import { sampleFields } from './sample-fields.ts'
import { testedPart, useLastTest } from './last-test.ts'
import { TestResult } from './test-result.tsx'

/** The test subject, the exact request and the real reply, with the mapping of the draft. */
export function TestTab({ node, config, onChange }: NodeFormProps<'callApi'>) {
  const { t } = useTranslation('nodes')
  const trpc = useTRPC()
  const { journeyId, externalActions, fields, readOnly } = useNodeForm()
  const { who, setWho, participantId, setParticipantId, typed, setTyped } = useTestSubject(journeyId, node.id)
  const [dryRun, setDryRun] = useState(false)
  const [pressed, setPressed] = useState<'preview' | 'test'>('test')
  const [last, setLast] = useLastTest(node.id)
  const test = useMutation(
    trpc.externalActions.test.mutationOptions({
      onSuccess: (result, { dryRun: wasDry }) =>
        setLast({ tested: testedPart(config), dryRun: wasDry === true, result }),
    }),
  )

  const actionId = config.externalActionId
  const action = actionId ? externalActions?.get(actionId) : undefined
  if (!actionId || !action) return <p className={formClasses.hint}>{t('callApi.test.needsAction')}</p>

  const needed = fieldsReadBy(config)
  const values = { ...sampleFields(action.tokens, config.tokens ?? {}, fields), ...typed }
  const mapping = tokenMappingsSchema.safeParse(config.tokens ?? {})
  const run = (button: 'preview' | 'test', only: boolean) => {
    setPressed(button)
    test.mutate({
      id: actionId,
      dryRun: only,
      mapping: mapping.success ? mapping.data : {},
      ...(who === 'participant' && participantId ? { participantId } : { fields: values, journeyId }),
    })
  }
  const isReady = who === 'byHand' || participantId !== null

  return (
    <div className={formClasses.stack}>
      <div className={formClasses.section}>
        <h3 className={formClasses.sectionTitle}>{t('callApi.test.who')}</h3>
        <SegmentedControl
          fullWidth
          aria-label={t('callApi.test.who')}
          data={(['participant', 'byHand'] as const).map((value) => ({ value, label: t(`callApi.test.${value}`) }))}
          value={who}
          onChange={setWho}
        />
        {who === 'participant' ? (
          <ParticipantPicker journeyId={journeyId} value={participantId} onChange={setParticipantId} />
        ) : needed.length === 0 ? (
          <p className={formClasses.hint}>{t('callApi.test.noFields')}</p>
        ) : (
          fields
            .filter(({ key }) => needed.includes(key))
            .map((field) => (
              <ValueInput
                key={field.key}
                label={field.label || field.key}
                type={field.type}
                options={field.options}
                value={values[field.key]}
                onChange={(value) => setTyped({ ...typed, [field.key]: value ?? null })}
              />
            ))
        )}
      </div>
      <Switch
        label={t('callApi.test.dryRun')}
        description={t('callApi.test.dryRunHint')}
        checked={dryRun}
        onChange={(event) => setDryRun(event.currentTarget.checked)}
      />
      <Group gap={8} grow>
        <Button
          variant="default"
          leftSection={<IconEye size={16} stroke={1.5} />}
          disabled={!isReady || readOnly}
          loading={test.isPending && pressed === 'preview'}
          onClick={() => run('preview', true)}
        >
          {t('callApi.test.preview')}
        </Button>
        <Button
          leftSection={<IconPlayerPlay size={16} stroke={1.5} />}
          disabled={!isReady || readOnly}
          loading={test.isPending && pressed === 'test'}
          onClick={() => run('test', dryRun)}
        >
          {t('callApi.test.run')}
        </Button>
      </Group>
      {test.error ? <ErrorNotice error={test.error} /> : null}
      {last && !test.error ? (
        <TestResult
          externalActionId={actionId}
          result={last.result}
          dryRun={last.dryRun}
          config={config}
          onChange={onChange}
        />
      ) : null}
      <AnchorLink to="/activity/callouts" search={{ connectionId: action.connectionId, range: 'week' }}>
        {t('callApi.test.allCalls')}
      </AnchorLink>
    </div>
  )
}
