import { Checkbox, Group, NumberInput, TagsInput, Text, TextInput } from '@mantine/core'
import type { CallLimits } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { SavedConnection } from '../../../../../lib/action-drawers.ts'
import type { Format } from '../../../../../lib/format/format.ts'
import { useFormat } from '../../../../../lib/format/use-format.ts'
import { CallLimitInputs, type CallLimitKey } from '../../../connections/limits/call-limit-inputs.tsx'
import { AnchorLink } from '../../../../../ui/layout/links.tsx'
import { Section } from '../../../../../ui/layout/section.tsx'
import type { ActionDraft } from '../draft/action-draft.ts'
import classes from '../../external-actions.module.css'
import type { SectionProps } from '../draft/section-props.ts'

const causes = ['timeout', 'network', '429', '5xx'] as const
const causeText = { timeout: 'timeout', network: 'network', '429': 'busy', '5xx': 'broken' } as const

export type PolicySectionProps = SectionProps & { connection: SavedConnection | undefined }

/** Success, timeout, retries and rate limits, as sentences with inputs. */
export function PolicySection({ draft, onChange, findings, readOnly, connection }: PolicySectionProps) {
  const { t } = useTranslation('externalActions')
  const format = useFormat()
  const others = draft.retryOn.filter((cause) => !causes.some((each) => each === cause))
  return (
    <>
      <Section title={t('success.title')} text={t('success.text')}>
        <div className={classes.rows}>
          <TagsInput
            label={t('success.statuses')}
            description={t('success.statusesHelp')}
            value={draft.statuses}
            error={findings.byPath['success.statuses']?.message}
            readOnly={readOnly}
            splitChars={[',', ' ']}
            acceptValueOnBlur
            onChange={(statuses) => onChange({ ...draft, statuses: statuses.map((status) => status.toLowerCase()) })}
          />
          <TextInput
            label={t('success.predicate')}
            description={t('success.predicateHelp')}
            placeholder="$.ok"
            classNames={{ input: classes.mono ?? '' }}
            value={draft.predicate}
            error={findings.byPath['success.predicate']?.message}
            readOnly={readOnly}
            spellCheck={false}
            onChange={(event) => onChange({ ...draft, predicate: event.currentTarget.value })}
          />
        </div>
      </Section>
      <Section title={t('size.title')} text={t('size.text')}>
        <div className={classes.rows}>
          <NumberInput
            className={classes.oneNumber}
            label={t('size.label')}
            suffix=" KB"
            min={1}
            max={10_240}
            allowDecimal={false}
            thousandSeparator=","
            value={Math.round(draft.maxReplyBytes / 1024)}
            readOnly={readOnly}
            onChange={(value) =>
              typeof value === 'number' && value >= 1 && onChange({ ...draft, maxReplyBytes: value * 1024 })
            }
          />
        </div>
      </Section>
      <Section title={t('pace.title')} text={paceSentence(draft.limits, connection, t, format)}>
        <div className={classes.rows}>
          <div className={classes.numbers}>
            <CallLimitInputs
              values={draft.limits}
              readOnly={readOnly}
              onChange={(key, value) => onChange({ ...draft, limits: withLimit(draft.limits, key, value) })}
            />
          </div>
          <Text c="dimmed" size="sm">
            {t('pace.help')}
          </Text>
          {connection ? (
            <span>
              <AnchorLink to="/connections/$connectionId" params={{ connectionId: connection.id }}>
                {t('pace.change', { name: connection.name })}
              </AnchorLink>
            </span>
          ) : null}
        </div>
      </Section>
      <Section title={t('retry.title')} text={retrySentence(draft, t, format.duration)}>
        <div className={classes.rows}>
          <div className={classes.numbers}>
            <NumberInput
              label={t('retry.timeout')}
              suffix={t('retry.seconds')}
              min={0.1}
              max={120}
              decimalScale={1}
              value={draft.timeoutSeconds}
              readOnly={readOnly}
              onChange={(value) => typeof value === 'number' && onChange({ ...draft, timeoutSeconds: value })}
            />
            <NumberInput
              label={t('retry.attempts')}
              min={1}
              max={20}
              allowDecimal={false}
              value={draft.maxAttempts}
              readOnly={readOnly}
              onChange={(value) => typeof value === 'number' && onChange({ ...draft, maxAttempts: value })}
            />
            <NumberInput
              label={t('retry.first')}
              suffix={t('retry.seconds')}
              min={0}
              max={3600}
              decimalScale={1}
              value={draft.backoffSeconds}
              readOnly={readOnly || draft.maxAttempts === 1}
              onChange={(value) => typeof value === 'number' && onChange({ ...draft, backoffSeconds: value })}
            />
            <NumberInput
              label={t('retry.longest')}
              suffix={t('retry.seconds')}
              min={0}
              max={86_400}
              decimalScale={1}
              value={draft.maxBackoffSeconds}
              readOnly={readOnly || draft.maxAttempts === 1}
              onChange={(value) => typeof value === 'number' && onChange({ ...draft, maxBackoffSeconds: value })}
            />
          </div>
          <Checkbox.Group
            label={t('retry.on')}
            value={draft.retryOn.filter((cause) => causes.some((each) => each === cause))}
            onChange={(chosen) => onChange({ ...draft, retryOn: [...others, ...chosen] })}
          >
            <Group gap="md" mt="xs">
              {causes.map((cause) => (
                <Checkbox
                  key={cause}
                  value={cause}
                  label={t(`retry.cause.${causeText[cause]}`)}
                  disabled={readOnly || draft.maxAttempts === 1}
                />
              ))}
            </Group>
          </Checkbox.Group>
        </div>
      </Section>
    </>
  )
}

/**
 * All versions, journeys and workers share the limits of the action, and those of its connection with other actions.
 */
function paceSentence(
  ofAction: CallLimits,
  connection: SavedConnection | undefined,
  t: TFunction<'externalActions'>,
  format: Format,
): string {
  const own = limitsText(ofAction, t, format)
  const limits = connection ? limitsText(connection.limits, t, format) : ''
  const name = connection?.name ?? ''
  if (limits === '') return own === '' ? t('pace.none') : t('pace.own', { own })
  return own === '' ? t('pace.limited', { name, limits }) : t('pace.both', { name, own, limits })
}

/** The start of a sentence; empty without limits. */
function limitsText(limits: CallLimits, t: TFunction<'externalActions'>, format: Format): string {
  const { requestsPerSecond, requestsPerMinute, concurrency } = limits
  const text = format.list([
    ...(requestsPerSecond === undefined
      ? []
      : [t('pace.perSecond', { count: requestsPerSecond, number: format.number(requestsPerSecond) })]),
    ...(requestsPerMinute === undefined
      ? []
      : [t('pace.perMinute', { count: requestsPerMinute, number: format.number(requestsPerMinute) })]),
    ...(concurrency === undefined
      ? []
      : [t('pace.atOnce', { count: concurrency, number: format.number(concurrency) })]),
  ])
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Limits without an input keep their stored values. */
function withLimit(limits: CallLimits, key: CallLimitKey, value: number | ''): CallLimits {
  const { [key]: _, ...others } = limits
  return value === '' ? others : { ...others, [key]: value }
}

function retrySentence(
  draft: ActionDraft,
  t: (key: 'retry.once' | 'retry.sentence', values: Record<string, string | number>) => string,
  duration: (ms: number) => string,
): string {
  const values = {
    count: draft.maxAttempts,
    timeout: duration(draft.timeoutSeconds * 1000),
    first: duration(draft.backoffSeconds * 1000),
    longest: duration(draft.maxBackoffSeconds * 1000),
  }
  return t(draft.maxAttempts === 1 || draft.retryOn.length === 0 ? 'retry.once' : 'retry.sentence', values)
}
