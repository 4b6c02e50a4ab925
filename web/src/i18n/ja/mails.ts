import type { mails as en } from '../en/mails.ts'
import type { Translated } from '../translated.ts'

export const mails: Translated<typeof en> = {
  title: 'メール',
  empty: 'まだメールは送られていません。ジャーニーが送るメールは、内容とともにすべてここに記録されます。',
  nothingFound: 'この状態のメールはありません。',
  noServerTitle: 'メールサーバーが設定されていないため、メールはここに保管されます',
  noServerText:
    'これらのメールは誰にも届きません。送信するには、<code>SMTP_URL</code>（例：<code>{{example}}</code>）を指定して Tabiji を起動してください。',
  status: {
    sending: '送信中',
    sent: '送信済み',
    outbox: 'ここに保管',
    retrying: '再試行待ち',
    failed: '失敗',
    inDoubt: '不明',
  },
  statusHeader: '状態',
  subject: '件名',
  to: '宛先',
  from: '差出人',
  when: '日時',
  test: 'テスト',
  content: 'メール「{{subject}}」の内容',
  inDoubt: 'メールを渡した後で送信が途切れました。届いたかどうかは分かりません。',
  problem: 'メールサーバーの応答：{{message}}',
  participant: '参加者',
  journey: 'ジャーニー',
  openJourney: 'ジャーニーを開く',
  seenHeader: '反応',
  opened: '開封',
  notOpened: '未確認',
  opens_other: '{{count}} 回',
  clicked: 'クリック',
  notTracked: '記録なし',
  seenHint:
    '画像を読み込まないメールソフトでは開封が分からず、自動で画像を読み込むメールソフトもあります。クリックのほうが確かな目安です。',
  links: 'リンク',
  linkHeader: 'リンク',
  clicksHeader: 'クリック数',
  firstClick: '最初のクリック',
}
