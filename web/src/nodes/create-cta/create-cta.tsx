import { Autocomplete, Group, NumberInput, SegmentedControl, Input } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import { ChipText } from '../form/text/chip-text.tsx'
import classes from '../form/form.module.css'
import { readableText } from '../form/text/readable-text.ts'
import { useNodeForm } from '../form/node-form-context.tsx'

const texts = defineTexts({
  en: {
    name: 'Title',
    type: 'Type',
    types: ['risk', 'opportunity', 'lifecycle', 'activity'],
    reason: 'Reason',
    priority: 'Priority',
    priorities: { low: 'Low', medium: 'Medium', high: 'High' },
    owner: 'Owner',
    ownerHint: 'Name or e-mail of whoever takes care of it. Empty leaves it open.',
    due: 'Due after',
    dueSuffix: ' days',
    dueHint: 'Empty sets no due date.',
    comments: 'Comments',
    summary: (name: string, priority: string) => `${name} · ${priority}`,
  },
  ja: {
    name: 'タイトル',
    type: '種類',
    types: ['リスク', '機会', 'ライフサイクル', '活動'],
    reason: '理由',
    priority: '優先度',
    priorities: { low: '低', medium: '中', high: '高' },
    owner: '担当者',
    ownerHint: '担当する方の名前またはメールアドレスです。空欄なら未割り当てになります。',
    due: '期限',
    dueSuffix: ' 日後',
    dueHint: '空欄の場合、期限は設定されません。',
    comments: 'コメント',
    summary: (name: string, priority: string) => `${name}・優先度 ${priority}`,
  },
})

export const createCta = defineNodeView('createCta', {
  icon: IconChecklist,
  category: 'people',
  texts: {
    en: {
      description: 'Opens a piece of work for a colleague',
      outlets: { next: 'Next' },
      parts: { name: 'the title', type: 'the type', dueInDays: 'the due date' },
    },
    ja: {
      description: '担当者に依頼する仕事を作る',
      outlets: { next: '次へ' },
      parts: { name: 'タイトル', type: '種類', dueInDays: '期限' },
    },
  },
  settings: {
    name: { en: 'Title', ja: 'タイトル' },
    type: { en: 'Type', ja: '種類' },
    reason: { en: 'Reason', ja: '理由' },
    priority: {
      en: 'Priority',
      ja: '優先度',
      values: { low: { en: 'low', ja: '低' }, medium: { en: 'medium', ja: '中' }, high: { en: 'high', ja: '高' } },
    },
    owner: { en: 'Owner', ja: '担当者' },
    dueInDays: { en: 'Due in days', ja: '期限までの日数' },
    comments: { en: 'Comments', ja: 'コメント' },
  },
  summary: ({ name = '', priority = 'medium' }, context) => {
    const text = texts[context.locale]
    const title = readableText(name, context)
    return title === '' ? '' : text.summary(title, text.priorities[priority])
  },
  Form: function CreateCtaForm({ config, onChange }) {
    const text = texts[useLocale()]
    const { readOnly } = useNodeForm()
    return (
      <div className={classes.stack}>
        <ChipText label={text.name} value={config.name ?? ''} onChange={(name) => onChange({ ...config, name })} />
        <Group gap={8} grow align="flex-start">
          <Autocomplete
            label={text.type}
            data={text.types}
            value={config.type ?? ''}
            maxLength={60}
            readOnly={readOnly}
            onChange={(type) => onChange({ ...config, type })}
          />
          <NumberInput
            label={text.due}
            suffix={text.dueSuffix}
            min={0}
            max={3650}
            allowDecimal={false}
            readOnly={readOnly}
            value={config.dueInDays ?? ''}
            onChange={(days) => onChange({ ...config, dueInDays: typeof days === 'number' ? days : null })}
          />
        </Group>
        <Input.Wrapper label={text.priority}>
          <SegmentedControl
            fullWidth
            data={Object.entries(text.priorities).map(([value, label]) => ({ value, label }))}
            value={config.priority ?? 'medium'}
            disabled={readOnly}
            onChange={(priority) => onChange({ ...config, priority: priority as 'low' | 'medium' | 'high' })}
          />
        </Input.Wrapper>
        <ChipText
          label={text.reason}
          value={config.reason ?? ''}
          onChange={(reason) => onChange({ ...config, reason })}
        />
        <ChipText
          label={text.owner}
          description={text.ownerHint}
          value={config.owner ?? ''}
          onChange={(owner) => onChange({ ...config, owner })}
        />
        <ChipText
          label={text.comments}
          lines="many"
          value={config.comments ?? ''}
          onChange={(comments) => onChange({ ...config, comments })}
        />
      </div>
    )
  },
})
