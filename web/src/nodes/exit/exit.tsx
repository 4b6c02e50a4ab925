import { Autocomplete } from '@mantine/core'
import { IconDoorExit } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import { useNodeForm } from '../form/node-form-context.tsx'

const texts = defineTexts({
  en: {
    reason: 'Reason',
    reasonHint: 'Shown with everybody who leaves here, and counted on its own.',
    completed: 'completed',
    reasons: ['completed', 'goal reached', 'not interested'],
  },
  ja: {
    reason: '理由',
    reasonHint: 'ここで終える参加者に表示され、理由ごとに集計されます。',
    completed: '完了',
    reasons: ['完了', '目標達成', '対象外'],
  },
})

export const exit = defineNodeView('exit', {
  icon: IconDoorExit,
  category: 'flow',
  order: 1,
  texts: {
    en: {
      description: 'The end of the journey, with a reason',
      outlets: {},
      parts: { reason: 'the reason' },
    },
    ja: { description: '理由を付けてジャーニーを終える', outlets: {}, parts: { reason: '理由' } },
  },
  settings: {
    reason: { en: 'Reason', ja: '理由' },
  },
  summary: ({ reason = '' }, { locale }) => (reason === 'completed' ? texts[locale].completed : reason),
  Form: function ExitForm({ config, onChange }) {
    const text = texts[useLocale()]
    const { readOnly } = useNodeForm()
    return (
      <Autocomplete
        label={text.reason}
        description={text.reasonHint}
        data={text.reasons}
        value={config.reason ?? ''}
        maxLength={100}
        readOnly={readOnly}
        onChange={(reason) => onChange({ ...config, reason })}
      />
    )
  },
})
