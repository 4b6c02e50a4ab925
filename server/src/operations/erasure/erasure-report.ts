import type { Locale, LocalizedText } from '@tabiji/shared/messages/locale.ts'
import { csvLine, csvTitles } from '../../kernel/csv/csv-line.ts'
import type { PersonalPlace } from '../../kernel/personal-data/table-declaration.ts'
import type { Erasure } from './erasure.repository.ts'

const titles = {
  place: { en: 'place', ja: '場所' },
  found: { en: 'found', ja: '見つかった件数' },
  erased: { en: 'erased', ja: '消去した件数' },
  left: { en: 'to change by hand', ja: '手作業で変更する件数' },
} as const satisfies Record<string, LocalizedText>

const placeNames: Record<PersonalPlace, LocalizedText> = {
  people: { en: 'People in journeys', ja: 'ジャーニーの参加者' },
  steps: { en: 'Steps that the person went through', ja: '通過したステップ' },
  calls: { en: 'Callouts', ja: 'コールアウト' },
  mails: { en: 'E-mails', ja: 'メール' },
  outbox: { en: 'Files of the outbox', ja: '送信箱のファイル' },
  surveys: { en: 'Surveys and answers', ja: 'アンケートと回答' },
  ctas: { en: 'CTAs', ja: 'CTA' },
  events: { en: 'Received events', ja: '受信したイベント' },
  imports: { en: 'Imported files', ja: '取り込んだファイル' },
  exclusions: { en: 'Exclusion lists', ja: '除外リスト' },
  externalActions: { en: 'External actions and their samples', ja: '外部アクションとサンプル' },
  eventEndpoints: { en: 'Samples of event endpoints', ja: 'イベント受信口のサンプル' },
  journeyTexts: { en: 'Texts of journeys', ja: 'ジャーニーの文面' },
  auditLog: { en: 'Values in the audit log', ja: '操作履歴の値' },
  backgroundWork: { en: 'Background work', ja: 'バックグラウンド処理' },
}

/** The report as a file. It says how many rows of each place named the person, and nothing about the person. */
export async function* erasureReport({ places }: Erasure, locale: Locale): AsyncGenerator<string> {
  yield csvTitles(Object.values(titles).map((title) => title[locale]))
  for (const { place, found, erased, left } of places)
    yield csvLine([placeNames[place][locale], String(found), String(erased), String(left)])
}
