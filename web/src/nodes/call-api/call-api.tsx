import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { IconApi } from '@tabler/icons-react'
import { ErrorsTab } from './errors/errors-tab.tsx'
import { SetupTab } from './setup/setup-tab.tsx'
import { TestTab } from './test-run/test-tab.tsx'
import { useIsTested } from './test-run/last-test.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import { errorPolicyTexts } from '../definition/setting-texts.ts'

export const callApi = defineNodeView('callApi', {
  icon: IconApi,
  category: 'api',
  texts: {
    en: {
      description: 'Calls another system with the person’s values',
      outlets: { next: 'Next', failed: 'Failed', timedOut: 'No callback' },
      parts: {
        externalActionId: 'the external action',
        tokens: 'a value to send',
        save: 'what to keep of the reply',
        sendTimes: 'the calling hours',
        errorRules: 'the rules for some errors',
        callback: 'the callback that is waited for',
      },
      reasons: {
        met: 'The other system called back.',
        timedOut: 'No callback came within the time limit.',
        matched: 'The callback says that it worked.',
        noneMatched: 'The callback does not say that it worked.',
      },
    },
    ja: {
      description: '参加者の値を使って外部システムを呼び出す',
      outlets: { next: '次へ', failed: '失敗', timedOut: 'コールバックなし' },
      parts: {
        externalActionId: '外部アクション',
        tokens: '送る値',
        save: '応答から残すもの',
        sendTimes: '呼び出しできる時間帯',
        errorRules: '一部のエラーの扱い',
        callback: '待つコールバック',
      },
      reasons: {
        met: '外部システムからコールバックを受け取りました。',
        timedOut: '期限までにコールバックがありませんでした。',
        matched: 'コールバックの内容は成功でした。',
        noneMatched: 'コールバックの内容は成功ではありませんでした。',
      },
    },
  },
  settings: {
    externalActionId: { en: 'External action', ja: '外部アクション' },
    tokens: { en: 'Value to send', ja: '送る値' },
    save: { en: 'Kept from the reply', ja: '応答から残すもの' },
    onError: {
      en: 'When the call fails for good',
      ja: '呼び出しが最終的に失敗したとき',
      values: errorPolicyTexts,
    },
    errorRules: { en: 'Rules for some errors', ja: '特定のエラーの扱い' },
    sendTimes: { en: 'Calling hours', ja: '呼び出しできる時間帯' },
    callback: { en: 'Callback that is waited for', ja: '待つコールバック' },
  },
  summary: ({ externalActionId }, { externalActions }) => {
    const action = externalActionId ? externalActions?.get(externalActionId) : undefined
    return action ? action.name : ''
  },
  usesEndpoint: ({ callback }) => callback?.byKey !== undefined,
  Form: SetupTab,
  tabs: [
    { id: 'setup', title: { en: 'Setup', ja: '設定' }, Form: SetupTab, owns: (issue) => !isAboutErrors(issue) },
    { id: 'test', title: { en: 'Test', ja: 'テスト' }, Form: TestTab, owns: () => false, useIsInOrder: useIsTested },
    { id: 'errors', title: { en: 'Errors', ja: 'エラー' }, Form: ErrorsTab, owns: isAboutErrors },
  ],
})

function isAboutErrors(issue: Issue): boolean {
  return issue.code === 'graph.unwiredFailed' || issue.path?.[1] === 'onError' || issue.path?.[1] === 'errorRules'
}
