import { Button, SegmentedControl, Switch } from '@mantine/core'
import { IconEye, IconMessageStar } from '@tabler/icons-react'
import { type Survey, surveyScaleNames } from '@tabiji/shared/surveys/survey.ts'
import { useMemo, useState } from 'react'
import { useLocale } from '../../i18n/use-locale.ts'
import { defineTexts } from '../../i18n/define-texts.ts'
import { defineNodeView } from '../definition/define-node-view.tsx'
import { ChipText } from '../form/text/chip-text.tsx'
import { describeDuration } from '../form/time/describe-duration.ts'
import { DurationInput } from '../form/time/duration-input.tsx'
import { FieldPicker } from '../form/field/field-picker.tsx'
import classes from '../form/form.module.css'
import { NodeFormProvider, useNodeForm, type Variable } from '../form/node-form-context.tsx'
import { readableText } from '../form/text/readable-text.ts'
import { RichText } from '../form/text/rich-text.tsx'
import { SendTimesInput } from '../form/time/send-times-input.tsx'
import { MailServerNotice } from '../../ui/mail/mail-server-notice.tsx'
import { SurveyPreview } from './survey-preview.tsx'
import { commonSettings } from '../definition/setting-texts.ts'

const texts = defineTexts({
  en: {
    scale: 'Kind of question',
    scales: { nps: 'NPS, 0–10', csat: 'Satisfaction, 1–5' },
    question: 'Question',
    questionExamples: {
      nps: 'How likely are you to recommend us to a friend or colleague?',
      csat: 'How satisfied are you with our support?',
    },
    asksComment: 'Ask for a comment too',
    comment: 'Question for the comment',
    commentExample: 'What is the main reason for your score?',
    keep: 'Keep the answer with the person',
    keepHint: 'Later steps can use the score and the comment in any case.',
    scoreField: 'Field for the score',
    commentField: 'Field for the comment',
    notKept: 'Do not keep',
    mail: 'E-mail that asks',
    subject: 'Subject',
    body: 'Text',
    bodyPlaceholder: 'Empty: the question with its numbers. Type / or { to put in a value, the numbers or a button.',
    parts: { scale: 'Numbers to choose', button: 'Button to the survey', link: 'Address of the survey' },
    partsGroup: 'Survey',
    own: 'Send to another address',
    ownHint: 'Otherwise it goes to the e-mail field of the person.',
    to: 'Address',
    track: 'Track opens and clicks',
    limit: 'Time to answer',
    limitHint: 'After this the link is closed, and whoever has not answered leaves by “Time limit reached”.',
    preview: 'See page and e-mail',
    summary: (scale: string, question: string, limit: string) => `${scale}: ${question} (${limit})`,
  },
  ja: {
    scale: '質問の種類',
    scales: { nps: 'NPS（0〜10）', csat: '満足度（1〜5）' },
    question: '質問',
    questionExamples: {
      nps: 'この製品を友人や同僚に薦める可能性はどのくらいありますか？',
      csat: 'サポートの対応にどのくらい満足していますか？',
    },
    asksComment: 'コメントもたずねる',
    comment: 'コメントの質問',
    commentExample: 'その点数を選ばれた一番の理由をお聞かせください。',
    keep: '回答を参加者に保存',
    keepHint: 'スコアとコメントは、保存しなくても後のステップで使えます。',
    scoreField: 'スコアのフィールド',
    commentField: 'コメントのフィールド',
    notKept: '保存しない',
    mail: '質問を送るメール',
    subject: '件名',
    body: '本文',
    bodyPlaceholder: '空の場合は、質問と数字の選択肢を送ります。/ または { で、値や選択肢、ボタンを差し込めます。',
    parts: { scale: '数字の選択肢', button: '回答ページへのボタン', link: '回答ページの URL' },
    partsGroup: 'アンケート',
    own: '別のアドレスに送る',
    ownHint: 'オフの場合は、参加者のメールフィールドに送ります。',
    to: '宛先',
    track: '開封とクリックを記録する',
    limit: '回答期限',
    limitHint: '期限を過ぎるとリンクは使えなくなり、未回答の参加者は「時間切れ」から進みます。',
    preview: 'ページとメールを確認',
    summary: (scale: string, question: string, limit: string) => `${scale}：${question}（${limit}）`,
  },
})

const noField = 'none'

export const survey = defineNodeView('survey', {
  icon: IconMessageStar,
  category: 'message',
  order: 1,
  texts: {
    en: {
      description: 'Asks one question by e-mail and waits for the answer',
      outlets: { responded: 'Answered', timedOut: 'Time limit reached' },
      parts: {
        survey: 'the question',
        question: 'the question',
        subject: 'the subject',
        body: 'the text',
        to: 'the address',
        timeLimit: 'the time to answer',
        sendTimes: 'the sending hours',
      },
      reasons: {
        met: 'The survey was answered.',
        timedOut: 'Nobody answered before the time limit was reached.',
      },
    },
    ja: {
      description: 'メールで一つの質問をして、回答を待つ',
      outlets: { responded: '回答あり', timedOut: '時間切れ' },
      parts: {
        survey: '質問',
        question: '質問',
        subject: '件名',
        body: '本文',
        to: '宛先',
        timeLimit: '回答期限',
        sendTimes: '送信できる時間帯',
      },
      reasons: {
        met: 'アンケートに回答がありました。',
        timedOut: '期限までに回答がありませんでした。',
      },
    },
  },
  settings: {
    survey: { en: 'Survey', ja: 'アンケート' },
    subject: { en: 'Subject', ja: '件名' },
    body: { en: 'Text', ja: '本文' },
    to: commonSettings.to,
    track: commonSettings.track,
    sendTimes: commonSettings.sendTimes,
    timeLimit: { en: 'Time to answer', ja: '回答期限' },
  },
  summary: ({ survey: asked, timeLimit }, context) => {
    const text = texts[context.locale]
    const question = readableText(asked?.question ?? '', context)
    if (!asked || question === '') return ''
    return text.summary(
      asked.scale === 'csat' ? 'CSAT' : 'NPS',
      question,
      timeLimit ? describeDuration(timeLimit, context.locale) : '',
    )
  },
  Form: function SurveyForm({ node, config, onChange }) {
    const text = texts[useLocale()]
    const environment = useNodeForm()
    const { readOnly } = environment
    const [previewed, setPreviewed] = useState(false)
    const asked: Survey = {
      scale: 'nps',
      question: '',
      comment: null,
      scoreField: null,
      commentField: null,
      ...config.survey,
    }
    const to = config.to ?? null
    const ask = (change: Partial<Survey>) => onChange({ ...config, survey: { ...asked, ...change } })
    // Only the text of the mail may use them.
    const inMail = useMemo(() => {
      const own = (['scale', 'button', 'link'] as const).map((part): Variable => ({
        name: `survey.${part}`,
        label: text.parts[part],
        group: text.partsGroup,
        type: part === 'link' ? 'url' : 'text',
      }))
      return { ...environment, variables: [...own, ...environment.variables] }
    }, [environment, text])
    return (
      <div className={classes.stack}>
        <MailServerNotice />
        <SegmentedControl
          fullWidth
          aria-label={text.scale}
          data={surveyScaleNames.map((value) => ({ value, label: text.scales[value] }))}
          value={asked.scale}
          disabled={readOnly}
          onChange={(scale) => ask({ scale: scale as Survey['scale'] })}
        />
        <ChipText
          label={text.question}
          placeholder={text.questionExamples[asked.scale]}
          value={asked.question}
          onChange={(question) => ask({ question })}
        />
        <Switch
          label={text.asksComment}
          checked={asked.comment !== null}
          disabled={readOnly}
          onChange={(event) =>
            ask(event.currentTarget.checked ? { comment: text.commentExample } : { comment: null, commentField: null })
          }
        />
        {asked.comment === null ? null : (
          <ChipText
            label={text.comment}
            placeholder={text.commentExample}
            value={asked.comment}
            onChange={(comment) => ask({ comment })}
          />
        )}
        <div className={classes.section}>
          <span className={classes.sectionTitle}>{text.keep}</span>
          <span className={classes.hint}>{text.keepHint}</span>
          <FieldPicker
            label={text.scoreField}
            types={['number', 'text']}
            value={asked.scoreField}
            onChange={(scoreField) => ask({ scoreField })}
            more={notKept(text.notKept, asked.scoreField, () => ask({ scoreField: null }))}
          />
          {asked.comment === null ? null : (
            <FieldPicker
              label={text.commentField}
              types={['text']}
              value={asked.commentField}
              onChange={(commentField) => ask({ commentField })}
              more={notKept(text.notKept, asked.commentField, () => ask({ commentField: null }))}
            />
          )}
        </div>
        <DurationInput
          label={text.limit}
          description={text.limitHint}
          value={config.timeLimit ?? { amount: 7, unit: 'days' }}
          onChange={(timeLimit) =>
            onChange({ ...config, timeLimit: timeLimit as NonNullable<typeof config.timeLimit> })
          }
        />
        <div className={classes.section}>
          <span className={classes.sectionTitle}>{text.mail}</span>
          <ChipText
            label={text.subject}
            placeholder={asked.question || text.questionExamples[asked.scale]}
            value={config.subject ?? ''}
            onChange={(subject) => onChange({ ...config, subject })}
          />
          <NodeFormProvider value={inMail}>
            <RichText
              label={text.body}
              placeholder={text.bodyPlaceholder}
              value={config.body ?? ''}
              onChange={(body) => onChange({ ...config, body })}
            />
          </NodeFormProvider>
        </div>
        <Switch
          label={text.own}
          description={text.ownHint}
          checked={to !== null}
          disabled={readOnly}
          onChange={(event) => onChange({ ...config, to: event.currentTarget.checked ? '' : null })}
        />
        {to === null ? null : (
          <ChipText label={text.to} value={to} onChange={(address) => onChange({ ...config, to: address })} />
        )}
        <Switch
          label={text.track}
          checked={config.track ?? true}
          disabled={readOnly}
          onChange={(event) => onChange({ ...config, track: event.currentTarget.checked })}
        />
        <SendTimesInput
          what="mails"
          value={config.sendTimes ?? null}
          onChange={(sendTimes) => onChange({ ...config, sendTimes })}
        />
        <div>
          <Button variant="default" leftSection={<IconEye size={16} stroke={1.5} />} onClick={() => setPreviewed(true)}>
            {text.preview}
          </Button>
        </div>
        <SurveyPreview nodeId={node.id} opened={previewed} onClose={() => setPreviewed(false)} />
      </div>
    )
  },
})

function notKept(label: string, field: string | null, onChoose: () => void) {
  return { label: '', options: [{ value: noField, label }], value: field === null ? noField : null, onChange: onChoose }
}
