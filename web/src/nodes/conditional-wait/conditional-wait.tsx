import { Switch } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import { ConditionBuilder } from '../form/condition/condition-builder.tsx'
import { describeCondition } from '../form/condition/describe-condition.ts'
import { describeDuration } from '../form/time/describe-duration.ts'
import { DurationInput } from '../form/time/duration-input.tsx'
import classes from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'

const texts = defineTexts({
  en: {
    condition: 'Wait until',
    hasLimit: 'Stop waiting after a time',
    limit: 'Time limit',
    limitHint: 'Whoever has not met the condition by then leaves by “Time limit reached”.',
    noLimit: 'Without a time limit people may wait here for ever.',
    summary: (condition: string, limit: string) =>
      limit ? `Until ${condition}, at most ${limit}` : `Until ${condition}`,
  },
  ja: {
    condition: '待つ条件',
    hasLimit: '制限時間を設ける',
    limit: '制限時間',
    limitHint: 'それまでに条件を満たさなかった参加者は「時間切れ」から進みます。',
    noLimit: '制限時間がないと、参加者がいつまでも待ち続けることがあります。',
    summary: (condition: string, limit: string) =>
      limit ? `${condition}まで待つ（最長 ${limit}）` : `${condition}まで待つ`,
  },
})

export const conditionalWait = defineNodeView('conditionalWait', {
  icon: IconHourglass,
  category: 'time',
  order: 1,
  texts: {
    en: {
      description: 'Waits until something is true, with a time limit',
      outlets: { met: 'Condition met', timedOut: 'Time limit reached' },
      parts: { condition: 'the condition', timeLimit: 'the time limit' },
    },
    ja: {
      description: '条件が満たされるまで待つ（制限時間付き）',
      outlets: { met: '条件成立', timedOut: '時間切れ' },
      parts: { condition: '条件', timeLimit: '制限時間' },
    },
  },
  settings: {
    condition: { en: 'Condition', ja: '条件' },
    timeLimit: { en: 'Time limit', ja: '制限時間' },
  },
  summary: ({ condition, timeLimit }, context) => {
    const described = condition ? describeCondition(condition, context) : ''
    if (described === '') return ''
    return texts[context.locale].summary(described, timeLimit ? describeDuration(timeLimit, context.locale) : '')
  },
  Form: function ConditionalWaitForm({ config, onChange }) {
    const text = texts[useLocale()]
    const { readOnly } = useNodeForm()
    const limit = config.timeLimit ?? null
    return (
      <div className={classes.stack}>
        <div className={classes.section}>
          <span className={classes.sectionTitle}>{text.condition}</span>
          <ConditionBuilder
            label={text.condition}
            value={config.condition ?? { all: [] }}
            onChange={(condition) => onChange({ ...config, condition })}
            signals
          />
        </div>
        <Switch
          label={text.hasLimit}
          description={limit ? undefined : text.noLimit}
          checked={limit !== null}
          disabled={readOnly}
          onChange={(event) =>
            onChange({ ...config, timeLimit: event.currentTarget.checked ? { amount: 7, unit: 'days' } : null })
          }
        />
        {limit ? (
          <DurationInput
            label={text.limit}
            description={text.limitHint}
            value={limit}
            onChange={(timeLimit) => onChange({ ...config, timeLimit: timeLimit as NonNullable<typeof limit> })}
          />
        ) : null}
      </div>
    )
  },
})
