import { IconDoorEnter } from '@tabler/icons-react'
import { useLanguage } from '../i18n/use-language.ts'
import { defineNodeView, defineTexts } from './define-node-view.tsx'
import classes from './form/form.module.css'

const texts = defineTexts({
  en: { explanation: 'People come in here: from a CSV file, from the API, or added by hand. Each goes on at once.' },
  ja: { explanation: '参加者の入口です。CSV ファイル、API、手動での追加から入り、すぐ次へ進みます。' },
})

export const entry = defineNodeView('entry', {
  icon: IconDoorEnter,
  category: 'flow',
  texts: {
    en: { title: 'Entry', description: 'Where people come in', outlets: { next: 'Next' } },
    ja: { title: 'エントリー', description: '参加者が入る場所', outlets: { next: '次へ' } },
  },
  summary: (_, { language }) => ({ en: 'People come in here', ja: '参加者はここから入ります' })[language],
  Form: function EntryForm() {
    return <p className={classes.hint}>{texts[useLanguage()].explanation}</p>
  },
})
