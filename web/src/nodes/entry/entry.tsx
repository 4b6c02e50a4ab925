import { IconDoorEnter } from '@tabler/icons-react'
import { useLocale } from '../../i18n/use-locale.ts'
import { AnchorLink } from '../../ui/layout/links.tsx'
import { defineTexts } from '../../i18n/define-texts.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import classes from '../form/form.module.css'
import { useNodeForm } from '../form/node-form-context.tsx'

const texts = defineTexts({
  en: {
    explanation:
      'People come in here: from a CSV file, from the API, by an event of another system, or added by hand. Each goes on at once.',
    events: 'Let another system add people',
  },
  ja: {
    explanation:
      '参加者の入口です。CSV ファイル、API、外部システムのイベント、手動での追加から入り、すぐ次へ進みます。',
    events: '外部システムから参加者を追加する',
  },
})

export const entry = defineNodeView('entry', {
  icon: IconDoorEnter,
  category: 'flow',
  texts: {
    en: {
      description: 'Where people come in',
      outlets: { next: 'Next' },
      reasons: { waited: 'Came into the journey.', alreadyPast: 'Came into the journey.' },
    },
    ja: {
      description: '参加者が入る場所',
      outlets: { next: '次へ' },
      reasons: { waited: 'ジャーニーに参加しました。', alreadyPast: 'ジャーニーに参加しました。' },
    },
  },
  settings: {},
  summary: (_, { locale }) => ({ en: 'People come in here', ja: '参加者はここから入ります' })[locale],
  Form: function EntryForm() {
    const text = texts[useLocale()]
    const { journeyId, readOnly } = useNodeForm()
    return (
      <div className={classes.stack}>
        <p className={classes.hint}>{text.explanation}</p>
        {readOnly ? null : (
          <AnchorLink to="/events/new" search={{ journeyId }} size="sm">
            {text.events}
          </AnchorLink>
        )}
      </div>
    )
  },
})
