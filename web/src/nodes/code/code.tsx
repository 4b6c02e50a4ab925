import { IconCode } from '@tabler/icons-react'
import { CodeForm } from './code-form.tsx'
import { defineNodeView } from '../definition/define-node-view.tsx'
import { errorPolicyTexts } from '../definition/setting-texts.ts'

export const code = defineNodeView('code', {
  icon: IconCode,
  category: 'data',
  texts: {
    en: {
      description: 'Works out values with a few lines of JavaScript',
      outlets: { next: 'Next', failed: 'Failed' },
      parts: { source: 'the code', outputs: 'the values it returns', onError: 'what happens when it fails' },
    },
    ja: {
      description: '数行の JavaScript で値を計算する',
      outlets: { next: '次へ', failed: '失敗' },
      parts: { source: 'コード', outputs: 'コードが返す値', onError: '失敗したときの動作' },
    },
  },
  settings: {
    source: { en: 'Code', ja: 'コード' },
    outputs: { en: 'Value it returns', ja: 'コードが返す値' },
    onError: {
      en: 'When the code fails',
      ja: 'コードが失敗したとき',
      values: errorPolicyTexts,
    },
  },
  // The outputs; before they are known, the start of the code.
  summary: ({ source = '', outputs = [] }, { locale }) =>
    outputs.length === 0 ? beginningOf(source) : outputs.map(({ name }) => name).join(locale === 'ja' ? '、' : ', '),
  Form: CodeForm,
})

function beginningOf(source: string): string {
  return source.trim().split('\n', 1)[0]!.slice(0, 100)
}
