import { Input, SegmentedControl, Select } from '@mantine/core'
import { IconSquareCheck } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import classes from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'

const texts = defineTexts({
  en: {
    node: 'CTA to close',
    choose: 'Choose the step that creates it',
    none: 'This journey has no “Create CTA” step yet. Add one before this step.',
    outcome: 'Close as',
    outcomes: { closedSuccess: 'Success', closedLost: 'Lost' },
    summary: (cta: string, outcome: string) => `${cta} · ${outcome}`,
  },
  ja: {
    node: 'クローズする CTA',
    choose: 'CTA を作成するステップを選んでください',
    none: 'このジャーニーには「CTA を作成」がまだありません。このステップより前に追加してください。',
    outcome: '結果',
    outcomes: { closedSuccess: '成功', closedLost: '失敗' },
    summary: (cta: string, outcome: string) => `${cta}・${outcome}`,
  },
})

export const closeCta = defineNodeView('closeCta', {
  icon: IconSquareCheck,
  category: 'people',
  order: 1,
  texts: {
    en: {
      description: 'Closes a CTA that the journey opened',
      outlets: { next: 'Next' },
      parts: { node: 'the CTA to close', outcome: 'the outcome' },
    },
    ja: {
      description: 'ジャーニーが作成した CTA を閉じる',
      outlets: { next: '次へ' },
      parts: { node: 'クローズする CTA', outcome: '結果' },
    },
  },
  settings: {
    node: { en: 'CTA to close', ja: 'クローズする CTA' },
    outcome: {
      en: 'Outcome',
      ja: '結果',
      values: { closedSuccess: { en: 'success', ja: '成功' }, closedLost: { en: 'lost', ja: '失敗' } },
    },
  },
  summary: ({ node, outcome = 'closedSuccess' }, { locale, labelOf }) =>
    node ? texts[locale].summary(labelOf(node), texts[locale].outcomes[outcome]) : '',
  Form: function CloseCtaForm({ config, onChange }) {
    const text = texts[useLocale()]
    const { nodes, labelOf, readOnly } = useNodeForm()
    const openers = nodes.filter(({ kind }) => kind === 'createCta')
    return (
      <div className={classes.stack}>
        <Select
          label={text.node}
          placeholder={text.choose}
          description={openers.length === 0 ? text.none : undefined}
          data={openers.map(({ id }) => ({ value: id, label: labelOf(id) }))}
          value={config.node ?? null}
          disabled={readOnly || openers.length === 0}
          onChange={(node) => node && onChange({ ...config, node })}
        />
        <Input.Wrapper label={text.outcome}>
          <SegmentedControl
            fullWidth
            data={Object.entries(text.outcomes).map(([value, label]) => ({ value, label }))}
            value={config.outcome ?? 'closedSuccess'}
            disabled={readOnly}
            onChange={(outcome) => onChange({ ...config, outcome: outcome as 'closedSuccess' | 'closedLost' })}
          />
        </Input.Wrapper>
      </div>
    )
  },
})
