import type { MessageTable } from './message-table.ts'

export const enrollMessages = {
  'enroll.alreadyIn': {
    en: '{key} is in this journey already, and nobody may enter it twice. Change the re-entry rule to let people in again.',
    ja: '{key} はすでにこのジャーニーに参加しています。再参加を認めるには、再参加のルールを変更してください。',
  },
  'enroll.duplicateInBatch': {
    en: '{key} is listed more than once here. The first one was taken.',
    ja: '{key} がこの中で重複しています。最初の一件だけを取り込みました。',
  },
  'enroll.erased': {
    en: 'This person was erased on request and is kept out of every journey. Whoever runs Tabiji can let them in again.',
    ja: 'この人は依頼により消去され、どのジャーニーにも参加できません。再び許可するには、Tabiji の運用担当者に依頼してください。',
  },
  'enroll.excluded': {
    en: '{key} is on the exclusion list of this journey. Take it off the list to let this person in.',
    ja: '{key} はこのジャーニーの除外リストにあります。参加させるには、リストから外してください。',
  },
  'enroll.keyMissing': {
    en: 'The field "{field}" is empty, and it tells one participant from another. Fill it in.',
    ja: '参加者を区別する項目「{field}」が空です。値を入力してください。',
  },
  'enroll.stillIn': {
    en: '{key} is still on the way through this journey and may enter again once that has ended.',
    ja: '{key} はまだこのジャーニーの途中です。終了すると、もう一度参加できます。',
  },
} as const satisfies MessageTable
